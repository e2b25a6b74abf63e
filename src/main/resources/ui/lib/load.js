// Reads something again and again, as often as it is asked to, but one reading at a time.
import { useEffect, useRef, useState } from './html.js';
import { Refusal } from './api.js';

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
    let busy = false;
    let wanted = false;
    let timer = 0;
    const run = async () => {
      timer = 0;
      busy = true;
      wanted = false;
      const began = performance.now();
      try {
        const value = await read(abort.signal);
        if (!abort.signal.aborted) set({ key, value, failure: null, missing: false });
      } catch (failure) {
        if (abort.signal.aborted) return;
        const missing = failure instanceof Refusal && failure.status === 404;
        set((before) => ({ key, value: missing ? null : before.key === key ? before.value : null, missing,
          failure: failure instanceof Refusal ? failure.message : 'The server does not answer.' }));
      }
      busy = false;
      // A slow answer makes the next question wait.
      if (wanted) timer = setTimeout(run, Math.max(80, 2 * (performance.now() - began)));
    };
    again.current = () => {
      wanted = true;
      if (!busy && !timer) timer = setTimeout(run, 40);
    };
    run();
    return () => {
      abort.abort();
      clearTimeout(timer);
      again.current = () => {};
    };
  }, [key]);
  const current = state.key === key ? state : { value: null, failure: null, missing: false };
  return { ...current, reload: () => again.current() };
}
