// Does something again and again: once at a time, and not more often than is good for who answers.

const APART = 60; // milliseconds between the end of one time and the beginning of the next
const SLOW = 400; // who needs longer gets twice the time that it needed
const LONGEST = 10_000; // between tries that fail

/**
 * What is wanted after a rest is done at once; what is wanted meanwhile is done together.
 * @param work async function; it may resolve to how many milliseconds are to pass until the next time; when it fails it is tried again,
 *   less and less often
 * @param told after each time of the failure, or null
 * @returns {want: to have it done soon, now: to have it done without a rest, stop: for good}
 */
export function paced(work, told = () => {}) {
  let wanted = false;
  let urgent = false;
  let busy = false;
  let stopped = false;
  let timer = 0;
  let free = -Infinity;
  let failures = 0;

  async function run() {
    timer = 0;
    busy = true;
    wanted = urgent = false;
    const began = performance.now();
    let failure = null;
    let asked;
    try {
      asked = await work();
    } catch (one) {
      failure = one;
      wanted = true;
    }
    if (stopped) return;
    busy = false;
    failures = failure ? failures + 1 : 0;
    const took = performance.now() - began;
    const usual = took > SLOW ? 2 * took : Math.max(APART, took);
    free = performance.now() + (failure ? Math.min(LONGEST, 300 * 2 ** failures) : urgent ? 0 : asked ?? usual);
    told(failure);
    if (wanted) plan();
  }

  function plan() {
    if (!busy && !timer && !stopped) timer = setTimeout(run, Math.max(0, free - performance.now()));
  }

  return {
    want() {
      wanted = true;
      plan();
    },
    now() {
      wanted = urgent = true;
      free = -Infinity;
      clearTimeout(timer);
      timer = 0;
      plan();
    },
    stop() {
      stopped = true;
      clearTimeout(timer);
    },
  };
}
