// Events of the past, out of the server's log.
import { authorization } from '../lib/auth.js';
import { consume } from './sse.js';

const MOST = 1000;
const SILENT = 400; // the log is read once nothing came for so many milliseconds
const LONGEST = 5000;

/**
 * Events since a time, oldest first, the newest MOST of them.
 * @param wanted which ones
 * @param types names of events, none for all; the server then sends only these
 */
export async function history(since, wanted, types = []) {
  const abort = new AbortController();
  const stop = () => abort.abort();
  const longest = setTimeout(stop, LONGEST);
  let silence = longest;
  const found = [];
  const query = [`since=${new Date(since).toISOString()}`, ...types.map((type) => `event_type=${type}`)].join('&');
  try {
    const answer = await fetch(`/v2/events?${query}`, {
      headers: { Accept: 'text/event-stream', 'X-Requested-With': 'XMLHttpRequest', ...authorization() },
      redirect: 'manual',
      cache: 'no-store',
      signal: abort.signal,
    });
    if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
    silence = setTimeout(stop, SILENT);
    await consume(answer, (chunk) => {
      clearTimeout(silence);
      silence = setTimeout(stop, SILENT);
      for (const raw of chunk) {
        const event = { ...raw, data: JSON.parse(raw.data) };
        if (Date.parse(event.data.timestamp) >= since && wanted(event)) found.push(event);
      }
      if (found.length > MOST) found.splice(0, found.length - MOST);
    });
  } catch (failure) {
    if (!abort.signal.aborted) throw failure;
  } finally {
    clearTimeout(longest);
    clearTimeout(silence);
  }
  return found;
}
