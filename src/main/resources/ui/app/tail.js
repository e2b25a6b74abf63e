// Reads files of instances as they grow, several at once: a few readings at a time, rarer while nothing comes.
import { Refusal, appPath, get, whyNot } from '../lib/api.js';

const FIRST = 16_384; // bytes of each file to begin with
const MOST = 65_536; // bytes of one reading, as the server has it
const BEHIND = 524_288; // bytes: who lags more goes on at the end
const AT_ONCE = 4; // the server reads at most 16 at a time for everybody
const SOON = 700;
const RARELY = 4_000;
const LONGEST_LINE = 4_000;

const ESCAPES = /\x1b(?:\[[0-9;?]*[A-Za-z]|\][^\x07]*\x07)|[\x00-\x08\x0b\x0c\x0e-\x1f]/g;

const clean = (line) => {
  const text = line.replace(ESCAPES, '');
  return text.length > LONGEST_LINE ? `${text.slice(0, LONGEST_LINE)} (and ${text.length - LONGEST_LINE} characters)` : text;
};

export const filesPath = (app, task, what, query) =>
  `${appPath(app)}/tasks/${encodeURIComponent(task)}/files${what}?${new URLSearchParams(query)}`;

/**
 * @param sources [{app, task, file}]
 * @param onLines takes lists of {source, text, note}: `note` are our own words
 * @param onState takes (source, 'reading' | 'waiting' | 'gone' | 'failed', why)
 * @returns {run, pause, stop}
 */
export function tail(sources, onLines, onState) {
  const abort = new AbortController();
  const all = sources.map((source) => ({ source, next: null, mark: null, rest: '', wait: SOON, due: 0, busy: false, ended: false }));
  let running = 0;
  let paused = true;
  let timer = 0;

  function work() {
    clearTimeout(timer);
    if (paused || abort.signal.aborted) return;
    const now = performance.now();
    const ready = all.filter((one) => !one.busy && !one.ended).sort((a, b) => a.due - b.due);
    for (const one of ready) {
      if (running >= AT_ONCE) return; // the end of a reading comes back here
      if (one.due > now) {
        timer = setTimeout(work, one.due - now);
        return;
      }
      running += 1;
      one.busy = true;
      read(one).finally(() => {
        running -= 1;
        one.busy = false;
        one.due = performance.now() + one.wait;
        work();
      });
    }
  }

  async function read(one) {
    const { app, task, file } = one.source;
    const query = { path: file, length: one.next === null ? FIRST : MOST };
    if (one.next !== null) Object.assign(query, { offset: one.next, mark: one.mark });
    try {
      take(one, await get(filesPath(app, task, '/read', query), abort.signal));
      onState(one.source, 'reading');
    } catch (failure) {
      if (abort.signal.aborted) return;
      one.wait = RARELY;
      const status = failure instanceof Refusal ? failure.status : 0;
      one.ended = status === 410 || status === 400 || status === 403;
      onState(one.source, status === 404 ? 'waiting' : one.ended ? 'gone' : 'failed', whyNot(failure));
    }
  }

  function take(one, part) {
    const lines = [];
    const say = (text, note) => lines.push({ source: one.source, text, note });
    if (part.truncated && one.next !== null) {
      if (one.rest) say(clean(one.rest));
      one.rest = '';
      say('The file begins anew.', true);
    }
    const first = one.next === null;
    let data = part.data;
    // The beginning of what is read first is seldom the beginning of a line.
    if (first && part.offset > 0) data = data.slice(data.indexOf('\n') + 1);
    const texts = (one.rest + data).split('\n');
    one.rest = texts.pop();
    texts.forEach((text) => say(clean(text)));
    // A line without an end is shown once nothing follows.
    if (data === '' && one.rest) {
      say(clean(one.rest));
      one.rest = '';
    }
    one.mark = part.mark;
    one.next = part.next;
    if (part.size - part.next > BEHIND) {
      say(`${Math.round((part.size - part.next - FIRST) / 1024)} KiB are left out here.`, true);
      one.next = part.size - FIRST;
      one.rest = '';
    }
    one.wait = part.next < part.size ? 0 : part.data === '' ? Math.min(RARELY, one.wait * 1.4 + 50) : SOON;
    if (lines.length) onLines(lines);
  }

  return {
    run() {
      paused = false;
      all.forEach((one) => { one.due = 0; });
      work();
    },
    pause() {
      paused = true;
      clearTimeout(timer);
    },
    stop() {
      abort.abort();
      clearTimeout(timer);
    },
  };
}
