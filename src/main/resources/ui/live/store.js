// All apps, groups, deployments and the queue, kept as new as the event stream.
//
// Events only say what to read again; what is shown always comes from the API. Each part is read by itself, so that none
// waits for another, and when very many apps change the list is read as a whole.
import { get, moved, renew, whyNot } from '../lib/api.js';
import { paced } from '../lib/paced.js';
import { signal } from '../lib/signal.js';
import { connection, onEvents } from './live.js';
import { APP_FIELDS, QUEUE_FIELDS, appOf, appsOf, queuedOf, touchesDeployments, touchesGroups, touchesInfo } from './model.js';

const MANY = 400; // from so many changed apps on the list is read as a whole
const URL_ROOM = 1_500; // characters of ids in one request
const LOOK_AGAIN = 5_000; // at the queue, while something waits: no event says why

/**
 * What is known; `loaded` is false until the first reading.
 * `ids` are those of the apps, sorted; `listed` counts the changes of what lists of apps show; `others` are the addresses of
 * Marathon's other nodes.
 */
export const store = signal({ loaded: false, failure: null, apps: new Map(), ids: [], groups: [], deployments: [], queue: new Map(), info: null, others: [], listed: 0, version: 0 });

const known = store.value;
const failing = new Map(); // why, by what could not be read
let whole = false; // whether the list is to be read as a whole
let some = new Set(); // of which apps, otherwise
let begun = 0; // when the whole was read last
let tag = null; // of the list that was read last

const paceOf = (name, read) => paced(read, (failure) => told(name, failure));
const parts = {
  apps: paceOf('apps', readApps),
  groups: paceOf('groups', async () => takeGroups(await get('/v2/groups?embed=group.groups'))),
  deployments: paceOf('deployments', async () => { known.deployments = await get('/v2/deployments'); changed(false); }),
  queue: paceOf('queue', readQueue),
  info: paceOf('info', () => readInfo().catch(allowed)),
};

function everything() {
  whole = true;
  Object.values(parts).forEach((part) => part.now());
}

export function start() {
  connection.subscribe((state) => {
    // What was read before the stream opened may have changed in between.
    if (state.kind === 'open' && (failing.size || (!state.resumed && begun <= state.at))) everything();
    if (state.kind === 'moved') moved.set(true);
  });
  onEvents(take);
  setInterval(() => {
    if (document.hidden) return;
    if (connection.value.kind === 'forbidden') everything();
    else if (known.queue.size) parts.queue.want();
  }, LOOK_AGAIN);
  everything();
}

function take(events) {
  const ids = events.flatMap(appsOf);
  ids.forEach((id) => some.add(id));
  if (some.size > MANY) whole = true;
  if (ids.length) {
    parts.apps.want();
    parts.queue.want();
  }
  if (events.some(touchesDeployments)) parts.deployments.want();
  if (events.some(touchesGroups)) parts.groups.want();
  if (events.some(touchesInfo)) parts.info.want();
}

function changed(lists) {
  if (lists) known.listed += 1;
  known.version += 1;
  store.touch();
}

function told(name, failure) {
  if (failure) failing.set(name, whyNot(failure));
  else failing.delete(name);
  const [said = null] = failing.values();
  if (said !== known.failure) {
    known.failure = said;
    changed(false);
  }
}

async function readInfo() {
  known.info = await get('/v2/info');
  changed(false);
  const { nodes } = await get('/v2/cluster');
  known.others = nodes.map((node) => node.url ?? '').filter((url) => /^https?:/.test(url) && new URL(url).origin !== location.origin);
}

/** Not everybody may see the node itself. */
function allowed(failure) {
  if (failure.status !== 403) throw failure;
}

async function readApps() {
  const ids = some;
  const all = whole;
  some = new Set();
  whole = false;
  try {
    await (all ? readAll() : readSome([...ids]));
    // Only the list as a whole is much to read: what few apps changed meanwhile does not wait for it.
    return all && !whole ? 0 : undefined;
  } catch (failure) {
    ids.forEach((id) => some.add(id));
    whole ||= all;
    throw failure;
  }
}

async function readAll() {
  begun = Date.now();
  const answer = await renew(`/v2/apps?fields=${APP_FIELDS}`, known.loaded ? tag : null);
  if (answer) {
    tag = answer.tag;
    known.apps = new Map(answer.body.apps.map((json) => [json.id, appOf(json)]));
    known.ids = sorted(known.apps);
    known.loaded = true;
    changed(true);
  }
}

async function readSome(ids) {
  let from = 0;
  while (from < ids.length) {
    let to = from;
    for (let room = URL_ROOM; to < ids.length && (room -= ids[to].length + 1) > 0; to++);
    to = Math.max(to, from + 1);
    const asked = ids.slice(from, to);
    const { apps } = await get(`/v2/apps?fields=${APP_FIELDS}&ids=${asked.map(encodeURIComponent).join(',')}`);
    const found = new Map(apps.map((json) => [json.id, appOf(json)]));
    let same = true;
    for (const id of asked) {
      same &&= known.apps.has(id) === found.has(id);
      if (found.has(id)) known.apps.set(id, found.get(id));
      else known.apps.delete(id);
    }
    // What was read as a whole before is another list now.
    tag = null;
    if (!same) known.ids = sorted(known.apps);
    changed(true);
    from = to;
  }
}

const sorted = (apps) => [...apps.keys()].sort();

async function readQueue() {
  const now = Date.now();
  const { queue } = await get(`/v2/queue?fields=${QUEUE_FIELDS}`);
  const before = known.queue.size;
  known.queue = new Map(queue.map((json) => [json.app.id, queuedOf(json, now)]));
  if (before || known.queue.size) changed(true);
}

function takeGroups(root) {
  const groups = flatten(root);
  // The same array as long as it is the same: lists are made anew of another one.
  if (groups.join() !== known.groups.join()) {
    known.groups = groups;
    changed(true);
  }
}

function flatten(group) {
  return [group.id, ...(group.groups ?? []).flatMap(flatten)];
}
