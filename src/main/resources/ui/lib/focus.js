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
 * @param rows all of them, in their order
 * @param idOf the id of one, which its element carries as `data-row`
 */
export function useFocusOfRows(list, rows, idOf) {
  const held = useRef(null);
  const before = useRef(rows);
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
    if (row && !row.isConnected && lost() && !rows.some((one) => idOf(one) === id)) {
      held.current = null;
      const at = before.current.findIndex((one) => idOf(one) === id);
      const place = rows.length && idOf(rows[Math.max(0, Math.min(at, rows.length - 1))]);
      const other = [...(list.current?.querySelectorAll('[data-row]') ?? [])].find((one) => one.dataset.row === place);
      if (other) other.querySelector('a, button, input')?.focus();
      else focusPage();
    }
    before.current = rows;
  }, [rows]);
}
