// All apps, groups, deployments and the queue, kept as new as the event stream.
//
// Events only say what to read again; what is shown always comes from the API. Events of a moment are joined, one
// reading runs at a time, and when very many apps change the list is read as a whole.
import { get, moved, Refusal, renew } from '../lib/api.js';
import { signal } from '../lib/signal.js';
import { connection, onEvents } from './live.js';
import { APP_FIELDS, QUEUE_FIELDS, appOf, appsOf, queuedOf, touchesDeployments, touchesGroups } from './model.js';

const JOIN = 60; // milliseconds that events are collected before reading
const CALM = 500; // after so many without reading, what happens is read at once
const MANY = 400; // from so many changed apps on the list is read as a whole
const URL_ROOM = 1_500; // characters of ids in one request
const LOOK_AGAIN = 5_000; // at the queue, while something waits: no event says why
const PARTS = ['all', 'deployments', 'groups', 'queue', 'info'];

/**
 * What is known; `loaded` is false until the first reading.
 * `ids` are those of the apps, sorted; `listed` counts the changes of what lists of apps show.
 */
export const store = signal({ loaded: false, failure: null, apps: new Map(), ids: [], groups: [], deployments: [], queue: new Map(), info: null, listed: 0, version: 0 });

const known = store.value;
const dirty = { all: false, apps: new Set(), deployments: false, groups: false, queue: false, info: false };
let timer = 0;
let reading = false;
let failures = 0;
let ended = -CALM;
let begun = 0; // when the whole was read last
let tag = null; // of the list that was read last

function plan(ms = performance.now() - ended > CALM ? 0 : JOIN) {
  if (!timer && !reading) timer = setTimeout(read, ms);
}

function everything() {
  dirty.all = dirty.deployments = dirty.groups = dirty.queue = dirty.info = true;
  plan(0);
}

export function start() {
  connection.subscribe((state) => {
    // What was read before the stream opened may have changed in between.
    if (state.kind === 'open' && (failures || (!state.resumed && begun <= state.at))) everything();
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
  everything();
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
  if (wanted()) plan();
}

const wanted = () => dirty.apps.size > 0 || PARTS.some((part) => dirty[part]);

function changed(lists) {
  if (lists) known.listed += 1;
  known.version += 1;
  store.touch();
}

async function read() {
  timer = 0;
  reading = true;
  if (dirty.all) begun = Date.now();
  const began = performance.now();
  const todo = { ...dirty };
  Object.assign(dirty, { all: false, apps: new Set(), deployments: false, groups: false, queue: false, info: false });
  // Each part is shown as soon as it is there.
  const done = await Promise.allSettled([
    todo.all ? readAll() : readSome([...todo.apps]),
    todo.deployments && get('/v2/deployments').then((list) => { known.deployments = list; changed(false); }),
    todo.groups && get('/v2/groups?embed=group.groups').then(takeGroups),
    todo.queue && readQueue(),
    todo.info && get('/v2/info').then((info) => { known.info = info; changed(false); }, allowed),
  ]);
  const failure = done.find((one) => one.status === 'rejected')?.reason;
  if (failure) {
    // Asked for again: with the next try nothing is missing.
    for (const part of PARTS) dirty[part] ||= todo[part];
    todo.apps.forEach((id) => dirty.apps.add(id));
    failures += 1;
  } else {
    failures = 0;
  }
  const said = failure ? (failure instanceof Refusal ? failure.message : 'The server does not answer.') : null;
  if (said !== known.failure) {
    known.failure = said;
    changed(false);
  }
  reading = false;
  ended = performance.now();
  // A slow server is asked less often: it gets twice the time it took to answer the like.
  const pause = todo.all === dirty.all ? 2 * (ended - began) : 0;
  if (wanted()) plan(failures ? Math.min(10_000, 300 * 2 ** failures) : Math.max(JOIN, pause));
}

/** Not everybody may see the node itself. */
function allowed(failure) {
  if (failure.status !== 403) throw failure;
}

async function readAll() {
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
    const part = ids.slice(from, to);
    const { apps } = await get(`/v2/apps?fields=${APP_FIELDS}&ids=${part.map(encodeURIComponent).join(',')}`);
    const found = new Map(apps.map((json) => [json.id, appOf(json)]));
    let same = true;
    for (const id of part) {
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
