// Keyboard shortcuts of the views that are shown. A shortcut is one key, 'mod+k', or two keys after each other: 'g a'.
import { useLayoutEffect } from './html.js';

const shown = new Set();
let first = null;
let timer = 0;

const isMac = /Mac|iP(hone|ad)/.test(navigator.platform);
export const modKey = isMac ? '⌘' : 'Ctrl';

/** What Enter presses by itself. */
const pressed = (target) => target.closest('a[href], button, summary, [role=menuitem]') !== null;

const typing = (target) =>
  target.isContentEditable || /^(TEXTAREA|SELECT)$/.test(target.tagName) || (target.tagName === 'INPUT' && !/^(checkbox|radio|button)$/.test(target.type));

function name(event) {
  const mod = (isMac ? event.metaKey : event.ctrlKey) ? 'mod+' : '';
  return mod + (event.key.length === 1 ? event.key.toLowerCase() : event.key);
}

function find(key) {
  return [...shown].reverse().find((one) => one.keys.includes(key));
}

addEventListener('keydown', (event) => {
  if (event.defaultPrevented || event.altKey || event.isComposing) return;
  const key = name(event);
  const modal = document.querySelector('dialog[open]');
  if (!key.startsWith('mod+') && (typing(event.target) || modal || event.ctrlKey || event.metaKey)) return;
  if (modal && !key.startsWith('mod+')) return;
  if (key === 'Enter' && pressed(event.target)) return;
  const both = first ? `${first} ${key}` : null;
  clearTimeout(timer);
  first = null;
  const shortcut = (both && find(both)) || find(key);
  if (shortcut) {
    event.preventDefault();
    shortcut.run(event);
  } else {
    first = key;
    timer = setTimeout(() => { first = null; }, 900);
  }
});

/** Shortcuts: [{keys: ['j', 'ArrowDown'], label, run}]. Those of views shown later win. */
export function useKeys(shortcuts) {
  // Before the page is drawn: what can be seen can be used.
  useLayoutEffect(() => {
    shortcuts.forEach((one) => shown.add(one));
    return () => shortcuts.forEach((one) => shown.delete(one));
  });
}

/** What the overlay lists: one entry per label, in order of appearance. */
export const shortcuts = () => [...new Map([...shown].filter((one) => one.label).map((one) => [one.label, one])).values()];
