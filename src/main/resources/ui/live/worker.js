// Shared by all tabs of a browser: browsers allow six connections to a server, an event stream takes one of them.
import { keepConnected } from './connection.js';
import { kept } from './kept.js';

const tabs = new BroadcastChannel('marathon-live');
let state = { kind: 'connecting' };
const newest = kept(); // for tabs that open later

const connection = keepConnected(
  (events) => {
    newest.add(events);
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
    if (data.kept) port.postMessage({ kept: newest.events });
  };
  port.postMessage({ state });
};
