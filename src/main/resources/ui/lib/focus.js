// Where the keyboard is. What had the focus may go away, with its dialog, its page or its row; then something near gets it.
import { useEffect, useRef } from './html.js';

const lost = () => !document.activeElement || document.activeElement === document.body;

/** What carries `data-first`, or else the title of the page that is shown. */
export function focusPage() {
  (document.querySelector('.main [data-first="true"]') ?? document.querySelector('.main h1'))?.focus();
}

/** After another page was shown (another key): if the focus went with the one before. */
export function useFocusOfPage(key) {
  const shown = useRef(key);
  useEffect(() => {
    if (shown.current !== key && lost()) focusPage();
    shown.current = key;
  }, [key]);
}

/**
 * For a list whose rows come and go: the focus of a row that is gone passes on to the one in its place.
 * @param list ref of the element that holds the rows
 * @param ids of all rows, in their order; each row carries its own as `data-row`
 */
export function useFocusOfRows(list, ids) {
  const held = useRef(null);
  const before = useRef(ids);
  useEffect(() => {
    const box = list.current;
    const remember = ({ target }) => {
      const row = target.closest('[data-row]');
      held.current = row && { row, id: row.dataset.row };
    };
    box?.addEventListener('focusin', remember);
    return () => box?.removeEventListener('focusin', remember);
  }, [list.current]);
  useEffect(() => {
    const { row, id } = held.current ?? {};
    if (row && !row.isConnected && lost() && !ids.includes(id)) {
      held.current = null;
      const place = ids[Math.min(before.current.indexOf(id), ids.length - 1)];
      const other = [...(list.current?.querySelectorAll('[data-row]') ?? [])].find((one) => one.dataset.row === place);
      if (other) other.querySelector('a, button, input')?.focus();
      else focusPage();
    }
    before.current = ids;
  }, [ids]);
}
