// Draws only the rows that can be seen.
import { useEffect, useState } from './html.js';

const BEYOND = 6; // rows drawn above and below what is seen

/**
 * @param scroller ref of the element that scrolls
 * @param list ref of the element inside that holds the rows
 * @returns rows to draw: from, to (exclusive), and the heights that stand for the others
 */
export function useVirtual(scroller, list, count, height) {
  const [seen, set] = useState(() => ({ from: 0, to: Math.ceil(innerHeight / height) }));
  useEffect(() => {
    const box = scroller.current;
    if (!box) return undefined;
    const look = () => {
      const top = Math.max(0, box.scrollTop - (list.current?.offsetTop ?? 0));
      const from = Math.max(0, Math.floor(top / height) - BEYOND);
      const to = Math.ceil((top + box.clientHeight) / height) + BEYOND;
      set((before) => (before.from === from && before.to === to ? before : { from, to }));
    };
    look();
    const size = new ResizeObserver(look);
    size.observe(box);
    box.addEventListener('scroll', look, { passive: true });
    return () => {
      size.disconnect();
      box.removeEventListener('scroll', look);
    };
  }, [height, count === 0]);
  const to = Math.min(count, seen.to);
  const from = Math.min(seen.from, to);
  return { from, to, above: from * height, under: (count - to) * height };
}

const narrow = matchMedia('(max-width: 760px)');

/** Height of a row, which on narrow screens has two lines. The sheet has the same figures. */
export function useRowHeight(wide, high) {
  const [height, set] = useState(narrow.matches ? high : wide);
  useEffect(() => {
    const changed = () => set(narrow.matches ? high : wide);
    narrow.addEventListener('change', changed);
    return () => narrow.removeEventListener('change', changed);
  }, []);
  return height;
}
