// A value that tells when it changes. Changes of one frame reach views together.
import { useEffect, useReducer, useRef } from './html.js';

export function signal(value) {
  const readers = new Set();
  let changes = 0;
  return {
    get value() {
      return value;
    },
    /** How often it changed. */
    get changes() {
      return changes;
    },
    set(next) {
      if (next !== value) {
        value = next;
        this.touch();
      }
    },
    /** For a value that was changed inside. */
    touch() {
      changes += 1;
      readers.forEach((reader) => reader(value));
    },
    subscribe(reader) {
      readers.add(reader);
      return () => readers.delete(reader);
    },
  };
}

/** The value of a signal; the view is drawn again when it changes, at most once per frame. */
export function useSignal(source) {
  const [, redraw] = useReducer((n) => n + 1, 0);
  const drawn = useRef(0);
  drawn.current = source.changes;
  useEffect(() => {
    let frame = 0;
    const later = () => {
      // A hidden tab gets no frames; it is drawn when it is seen again.
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        redraw();
      });
    };
    const stop = source.subscribe(later);
    // On a slow machine it changes between drawing and here.
    if (source.changes !== drawn.current) later();
    return () => {
      stop();
      cancelAnimationFrame(frame);
    };
  }, [source]);
  return source.value;
}

/** Now, drawn again every so many milliseconds. */
export function useNow(every = 1000) {
  const [, redraw] = useReducer((n) => n + 1, 0);
  useEffect(() => {
    const timer = setInterval(redraw, every);
    return () => clearInterval(timer);
  }, [every]);
  return Date.now();
}
