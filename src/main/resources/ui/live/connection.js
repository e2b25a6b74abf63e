// Keeps one event stream open: resumes it after the last event seen, and says when that was not possible.
//
// States: {kind: 'connecting'}, {kind: 'open', resumed, at}, {kind: 'lost', retryAt, failures}, {kind: 'unauthorized'}, {kind: 'forbidden'},
// {kind: 'moved'}.
// 'open' with resumed=false means that events may have been missed: what was read before that time is stale.
import { consume } from './sse.js';

const SILENCE = 25_000; // the server writes an empty line every 10 s
const LONGEST_PAUSE = 10_000;

/**
 * @param onEvents takes lists of {id, type, data, size}: data parsed, and how many characters it had
 * @param onState takes each new state
 */
export function keepConnected(onEvents, onState) {
  let credentials = {};
  let last = null;
  let failures = 0;
  let wake = () => {};
  let current = new AbortController();

  function take(chunk) {
    const events = [];
    for (const { id, type, data } of chunk) {
      if (id !== null) {
        // Numbers only grow; a smaller one comes from another journal than the one we knew.
        if (last !== null && Number(id) <= Number(last)) onState({ kind: 'open', resumed: false, at: Date.now() });
        last = id;
      }
      try {
        events.push({ id, type, data: JSON.parse(data), size: data.length });
      } catch { /* not one of ours */ }
    }
    if (events.length) onEvents(events);
  }

  const pause = (ms) => new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    wake = () => {
      clearTimeout(timer);
      resolve();
    };
  });

  async function attempt() {
    const abort = new AbortController();
    current = abort;
    let watchdog = setTimeout(() => abort.abort(), SILENCE);
    const alive = () => {
      clearTimeout(watchdog);
      watchdog = setTimeout(() => abort.abort(), SILENCE);
    };
    try {
      const headers = { Accept: 'text/event-stream', 'X-Requested-With': 'XMLHttpRequest', ...credentials };
      if (last !== null) headers['Last-Event-ID'] = last;
      const answer = await fetch('/v2/events', { headers, redirect: 'manual', cache: 'no-store', signal: abort.signal });
      if (answer.type === 'opaqueredirect') return 'moved';
      if (answer.status === 401) return 'unauthorized';
      if (answer.status === 403) return 'forbidden';
      if (answer.status === 410) {
        last = null;
        return 'again';
      }
      if (!answer.ok) return 'lost';
      failures = 0;
      onState({ kind: 'open', resumed: last !== null, at: Date.now() });
      await consume(answer, (chunk) => {
        alive();
        take(chunk);
      });
      return 'ended';
    } catch {
      return 'lost';
    } finally {
      clearTimeout(watchdog);
    }
  }

  async function run() {
    for (;;) {
      onState({ kind: 'connecting' });
      const end = await attempt();
      if (end === 'again') continue;
      failures += 1;
      const wait = Math.min(LONGEST_PAUSE, 250 * 2 ** Math.min(failures, 8)) * (0.7 + Math.random() * 0.6);
      const settled = ['unauthorized', 'forbidden', 'moved'].includes(end);
      onState(settled ? { kind: end } : { kind: 'lost', retryAt: Date.now() + wait, failures });
      await pause(end === 'unauthorized' ? 3_600_000 : wait);
    }
  }
  run();

  return {
    /** Tries again now. */
    retry() {
      wake();
    },
    use(headers) {
      if (headers.Authorization !== credentials.Authorization) {
        credentials = headers;
        last = null; // others see other events
        current.abort();
        failures = 0;
        wake();
      }
    },
  };
}
