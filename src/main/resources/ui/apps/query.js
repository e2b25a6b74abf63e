// The part of the list that the address asks for. Pure but for reading the clock.
import { below } from '../lib/format.js';
import { matcher } from '../lib/fuzzy.js';
import { to } from '../lib/router.js';
import { healthOf, healthsOf, inGroup, statusOf, sum } from '../live/model.js';

const list = (text) => (text ? text.split(',').filter(Boolean) : []);

export function queryOf(route) {
  const q = route.query;
  return {
    group: q.get('group') || '/',
    text: q.get('q') ?? '',
    status: list(q.get('status')),
    health: list(q.get('health')),
    label: list(q.get('label')),
    sort: q.get('sort') ?? '',
    down: q.get('order') === 'desc',
    flat: q.get('view') === 'flat',
  };
}

/** Address of the list with some members changed. */
export function addressOf(query, changes = {}) {
  const q = { ...query, ...changes };
  return to('apps', {
    group: q.group === '/' ? '' : q.group,
    q: q.text,
    status: q.status.join(','),
    health: q.health.join(','),
    label: q.label.join(','),
    sort: q.sort,
    order: q.down ? 'desc' : '',
    view: q.flat ? 'flat' : '',
  });
}

export const filtered = (query) => query.text !== '' || query.status.length + query.health.length + query.label.length > 0;

/** Ranks of what may be sorted by. */
const SORTS = {
  name: (app) => app.id,
  status: (app, status) => status,
  instances: (app) => app.instances,
  health: (app) => (healthOf(app).unhealthy * 1000 + healthOf(app).unscheduled * 100 + healthOf(app).staged) / Math.max(1, app.instances),
  cpus: (app) => app.cpus * app.instances,
  mem: (app) => app.mem * app.instances,
};

/** Apps of a group in order of their ids, with what does not depend on what is searched: [{app, status, healths}]. */
export function classify(known, group, now) {
  const found = [];
  for (const id of known.ids) {
    if (below(id, group)) {
      const app = known.apps.get(id);
      found.push({ app, status: statusOf(app, known.queue.get(id), now), healths: healthsOf(app) });
    }
  }
  return found;
}

/**
 * Rows and counts.
 * @param classified apps of the query's group
 * @returns {rows: [{folder, total} | {app, status}], facets: {status, health, label: Map of name to count}, total}
 */
export function select(known, classified, query) {
  const score = query.text ? matcher(query.text) : null;
  const facets = { status: new Map(), health: new Map(), label: new Map() };
  const add = (facet, name) => facet.set(name, (facet.get(name) ?? 0) + 1);
  const found = [];
  for (const one of classified) {
    const rank = score ? score(one.app.search) : 0;
    if (rank === null) continue;
    add(facets.status, one.status);
    for (const name of one.healths) add(facets.health, name);
    for (const mark of one.app.marks) add(facets.label, mark);
    if (query.status.length && !query.status.includes(one.status)) continue;
    if (query.health.length && !query.health.some((name) => one.healths.includes(name))) continue;
    if (!query.label.every((mark) => one.app.marks.includes(mark))) continue;
    found.push(score ? { ...one, rank } : one);
  }
  const rows = sorted(found, query);
  return { facets, total: classified.length, rows: query.flat || filtered(query) ? rows : folded(known, query, rows) };
}

/** What is equal stays in the order of its ids. */
function sorted(found, query) {
  const rank = SORTS[query.sort];
  if (rank && query.sort !== 'name') found.sort((a, b) => compare(rank(a.app, a.status), rank(b.app, b.status)));
  else if (!rank && query.text) found.sort((a, b) => b.rank - a.rank);
  return query.down ? found.reverse() : found;
}

const compare = (a, b) => (a < b ? -1 : a > b ? 1 : 0);

function folded(known, query, rows) {
  const status = new Map(rows.map((row) => [row.app.id, row.status]));
  const { folders, apps } = inGroup(query.group, rows.map((row) => row.app), known.groups);
  return [
    ...folders.map(([folder, inside]) => ({ folder, total: sum(inside), statuses: countOf(inside, status) })),
    ...apps.map((app) => ({ app, status: status.get(app.id) })),
  ];
}

function countOf(apps, status) {
  const counts = new Map();
  apps.forEach((app) => counts.set(status.get(app.id), (counts.get(status.get(app.id)) ?? 0) + 1));
  return counts;
}
