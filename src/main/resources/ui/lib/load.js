// Reads something for a view, again as often as it is asked to.
import { useEffect, useRef, useState } from './html.js';
import { Refusal, whyNot } from './api.js';
import { paced } from './paced.js';

/**
 * @param read async function of an AbortSignal
 * @param key another one begins anew
 * @returns {value, failure, missing, reload}; the last value stays while a reading fails
 */
export function useLoad(read, key) {
  const [state, set] = useState({ key, value: null, failure: null, missing: false });
  const again = useRef(() => {});
  useEffect(() => {
    const abort = new AbortController();
    const reading = paced(async () => {
      try {
        const value = await read(abort.signal);
        if (!abort.signal.aborted) set({ key, value, failure: null, missing: false });
      } catch (failure) {
        if (abort.signal.aborted) return;
        const missing = failure instanceof Refusal && failure.status === 404;
        set((before) => ({ key, value: missing ? null : before.key === key ? before.value : null, missing, failure: whyNot(failure) }));
      }
    });
    again.current = reading.want;
    reading.now();
    return () => {
      abort.abort();
      reading.stop();
      again.current = () => {};
    };
  }, [key]);
  const current = state.key === key ? state : { value: null, failure: null, missing: false };
  return { ...current, reload: () => again.current() };
}
