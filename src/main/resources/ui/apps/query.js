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

const has = (app, label) => app.labels.some(([name, value]) => `${name}=${value}` === label);

/** Ranks of what may be sorted by. */
const SORTS = {
  name: (app) => app.id,
  status: (app, status) => status,
  instances: (app) => app.instances,
  health: (app) => (healthOf(app).unhealthy * 1000 + healthOf(app).unscheduled * 100 + healthOf(app).staged) / Math.max(1, app.instances),
  cpus: (app) => app.cpus * app.instances,
  mem: (app) => app.mem * app.instances,
};

/**
 * Rows and counts.
 * @returns {rows: [{folder, total} | {app, status}], facets: {status, health, label: Map of name to count}, total}
 */
export function select(known, query, now) {
  const score = query.text ? matcher(query.text) : () => 0;
  const facets = { status: new Map(), health: new Map(), label: new Map() };
  const add = (facet, name) => facets[facet].set(name, (facets[facet].get(name) ?? 0) + 1);
  const found = [];
  let total = 0;
  for (const app of known.apps.values()) {
    if (!below(app.id, query.group)) continue;
    total += 1;
    const rank = score(app.search);
    if (rank === null) continue;
    const status = statusOf(app, known.queue.get(app.id), now);
    const healths = healthsOf(app);
    add('status', status);
    healths.forEach((name) => add('health', name));
    app.labels.forEach(([name, value]) => add('label', `${name}=${value}`));
    if (query.status.length && !query.status.includes(status)) continue;
    if (query.health.length && !query.health.some((name) => healths.includes(name))) continue;
    if (!query.label.every((label) => has(app, label))) continue;
    found.push({ app, status, rank });
  }
  const rows = sorted(found, query);
  return { facets, total, rows: query.flat || filtered(query) ? rows : folded(known, query, rows) };
}

function sorted(found, query) {
  const rank = SORTS[query.sort];
  const by = rank
    ? (a, b) => compare(rank(a.app, a.status), rank(b.app, b.status)) || compare(a.app.id, b.app.id)
    : (a, b) => b.rank - a.rank || compare(a.app.id, b.app.id);
  found.sort(by);
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
