// All apps, groups, deployments and the queue, kept as new as the event stream.
//
// Events only say what to read again; what is shown always comes from the API. Events of a moment are joined, one
// reading runs at a time, and when very many apps change the list is read as a whole.
import { get, moved, Refusal } from '../lib/api.js';
import { signal } from '../lib/signal.js';
import { connection, onEvents } from './live.js';
import { APP_FIELDS, QUEUE_FIELDS, appOf, appsOf, queuedOf, touchesDeployments, touchesGroups } from './model.js';

const JOIN = 60; // milliseconds that events are collected before reading
const MANY = 400; // from so many changed apps on the list is read as a whole
const URL_ROOM = 1_500; // characters of ids in one request
const LOOK_AGAIN = 5_000; // at the queue, while something waits: no event says why

/** What is known; `loaded` is false until the first reading. */
export const store = signal({ loaded: false, failure: null, apps: new Map(), groups: [], deployments: [], queue: new Map(), info: null, version: 0 });

const known = store.value;
const dirty = { all: false, apps: new Set(), deployments: false, groups: false, queue: false, info: false };
let timer = 0;
let reading = false;
let failures = 0;

function plan(ms = JOIN) {
  if (!timer && !reading) timer = setTimeout(read, ms);
}

function everything() {
  dirty.all = dirty.deployments = dirty.groups = dirty.queue = dirty.info = true;
  plan(0);
}

export function start() {
  connection.subscribe((state) => {
    if (state.kind === 'open' && !state.resumed) everything();
    if (state.kind === 'open' && failures) everything();
    if (state.kind === 'moved') moved.set(true);
  });
  onEvents(take);
  setInterval(() => {
    if (connection.value.kind === 'forbidden' && !document.hidden) everything();
    if (known.queue.size && !document.hidden) {
      dirty.queue = true;
      plan();
    }
  }, LOOK_AGAIN);
  // The stream opens in a moment; if it does not, what there is is shown without it.
  if (connection.value.kind === 'open') everything();
  else setTimeout(() => known.loaded || reading || everything(), 400);
}

function take(events) {
  for (const event of events) {
    const apps = appsOf(event);
    if (dirty.apps.size + apps.length > MANY) dirty.all = true;
    else apps.forEach((id) => dirty.apps.add(id));
    if (apps.length) dirty.queue = true;
    if (touchesDeployments(event)) dirty.deployments = true;
    if (touchesGroups(event)) dirty.groups = true;
    if (event.type.startsWith('scheduler_')) dirty.info = true;
  }
  if (Object.values(dirty).some((part) => part === true || part.size)) plan();
}

async function read() {
  timer = 0;
  reading = true;
  const began = performance.now();
  const todo = { ...dirty };
  Object.assign(dirty, { all: false, apps: new Set(), deployments: false, groups: false, queue: false, info: false });
  try {
    await Promise.all([
      todo.all ? readAll() : readSome([...todo.apps]),
      todo.deployments && get('/v2/deployments').then((list) => { known.deployments = list; }),
      todo.groups && get('/v2/groups?embed=group.groups').then((root) => { known.groups = flatten(root); }),
      todo.queue && readQueue(),
      todo.info && get('/v2/info').then((info) => { known.info = info; }, allowed),
    ]);
    if (todo.all) known.loaded = true;
    known.failure = null;
    failures = 0;
  } catch (failure) {
    // Asked for again: with the next try nothing is missing.
    for (const part of ['all', 'deployments', 'groups', 'queue', 'info']) dirty[part] ||= todo[part];
    todo.apps.forEach((id) => dirty.apps.add(id));
    failures += 1;
    known.failure = failure instanceof Refusal ? failure.message : 'The server does not answer.';
  }
  reading = false;
  known.version += 1;
  store.touch();
  if (dirty.all || dirty.apps.size || dirty.deployments || dirty.groups || dirty.queue || dirty.info) {
    // A slow server is asked less often: it gets twice the time it took to answer.
    plan(failures ? Math.min(10_000, 300 * 2 ** failures) : Math.max(JOIN, 2 * (performance.now() - began)));
  }
}

/** Not everybody may see the node itself. */
function allowed(failure) {
  if (failure.status !== 403) throw failure;
}

async function readAll() {
  const { apps } = await get(`/v2/apps?fields=${APP_FIELDS}`);
  known.apps = new Map(apps.map((json) => [json.id, appOf(json)]));
}

async function readSome(ids) {
  let from = 0;
  while (from < ids.length) {
    let to = from;
    for (let room = URL_ROOM; to < ids.length && (room -= ids[to].length + 1) > 0; to++);
    to = Math.max(to, from + 1);
    const part = ids.slice(from, to);
    const { apps } = await get(`/v2/apps?fields=${APP_FIELDS}&ids=${part.map(encodeURIComponent).join(',')}`);
    const found = new Map(apps.map((json) => [json.id, appOf(json)]));
    for (const id of part) {
      if (found.has(id)) known.apps.set(id, found.get(id));
      else known.apps.delete(id);
    }
    from = to;
  }
}

async function readQueue() {
  const now = Date.now();
  const { queue } = await get(`/v2/queue?fields=${QUEUE_FIELDS}`);
  known.queue = new Map(queue.map((json) => [json.app.id, queuedOf(json, now)]));
}

function flatten(group) {
  return [group.id, ...(group.groups ?? []).flatMap(flatten)];
}
