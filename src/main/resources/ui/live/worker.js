// Shared by all tabs of a browser: browsers allow six connections to a server, an event stream takes one of them.
import { keepConnected } from './connection.js';

const KEPT = 3000; // newest events, for tabs that open later

const tabs = new BroadcastChannel('marathon-live');
let state = { kind: 'connecting' };
let kept = [];

const connection = keepConnected(
  (events) => {
    kept = kept.length > 2 * KEPT ? kept.slice(-KEPT).concat(events) : kept.concat(events);
    tabs.postMessage({ events });
  },
  (next) => {
    state = next;
    tabs.postMessage({ state });
  },
);

self.onconnect = ({ ports: [port] }) => {
  port.onmessage = ({ data }) => {
    if (data.credentials) connection.use(data.credentials);
    if (data.retry) connection.retry();
    if (data.kept) port.postMessage({ kept: kept.slice(-KEPT) });
  };
  port.postMessage({ state });
};
