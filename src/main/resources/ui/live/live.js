// The event stream as this tab sees it: from the worker that all tabs share, or its own where there are no such workers.
import { authorization, credentials } from '../lib/auth.js';
import { signal } from '../lib/signal.js';
import { keepConnected } from './connection.js';
import { kept } from './kept.js';

/** State of the connection; see connection.js. */
export const connection = signal({ kind: 'connecting' });

const newest = kept();

/** Newest events, oldest first. Views that list events read them here. */
export const recent = newest.events;

const readers = new Set();

/** Calls back with lists of events. Returns how to stop it. */
export function onEvents(reader) {
  readers.add(reader);
  return () => readers.delete(reader);
}

function take(events) {
  newest.add(events);
  readers.forEach((reader) => reader(events));
}

let send;

/** The one URL that a script may be started from. */
function workerUrl() {
  const url = new URL('./worker.js', import.meta.url).href;
  return self.trustedTypes ? trustedTypes.createPolicy('marathon', { createScriptURL: () => url }).createScriptURL('') : url;
}

export function start() {
  if (typeof SharedWorker === 'function') shared();
  else own();
  if (authorization().Authorization) tellCredentials();
  credentials.subscribe(tellCredentials);
  addEventListener('online', retry);
  document.addEventListener('visibilitychange', () => document.hidden || connection.value.kind !== 'lost' || retry());
}

function shared() {
  const worker = new SharedWorker(workerUrl(), { type: 'module', name: 'marathon' });
  const tabs = new BroadcastChannel('marathon-live');
  tabs.onmessage = ({ data }) => {
    if (data.state) connection.set(data.state);
    if (data.events) take(data.events);
  };
  worker.port.onmessage = ({ data }) => {
    if (data.state) connection.set(data.state);
    if (data.kept) newest.addOlder(data.kept);
  };
  worker.port.start();
  send = (message) => worker.port.postMessage(message);
  send({ kept: true });
}

function own() {
  const stream = keepConnected(take, (state) => connection.set(state));
  send = (message) => {
    if (message.credentials) stream.use(message.credentials);
    if (message.retry) stream.retry();
  };
}

export const retry = () => send({ retry: true });
const tellCredentials = () => send({ credentials: authorization() });
