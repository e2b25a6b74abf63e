// Windows over the page. One at a time.
import { html, useEffect, useRef } from '../lib/html.js';
import { focusPage } from '../lib/focus.js';
import { signal, useSignal } from '../lib/signal.js';

const current = signal(null);
let next = null;

/** Shows a component as a dialog; it gets `close`. */
export const open = (Component, props = {}) => current.set({ Component, props });

/** @param then finds what is to be focused now; without it what was focused before, or else the page */
export function close(then = null) {
  next = typeof then === 'function' ? then : null;
  current.set(null);
}

export function Dialogs() {
  const shown = useSignal(current);
  return shown && html`<${shown.Component} ...${shown.props} close=${close} />`;
}

/** The frame of a dialog. What is focused first is what carries `data-first`; never the button that does the deed. */
export function Dialog({ title, close: leave, children, wide, plain, cover, label }) {
  const box = useRef();
  useEffect(() => {
    const dialog = box.current;
    const before = document.activeElement;
    dialog.showModal();
    (dialog.querySelector('[data-first="true"]') ?? dialog).focus();
    return () => {
      // As long as it is shown nothing else takes the focus.
      dialog.close();
      const wanted = next?.() ?? before;
      next = null;
      if (wanted?.isConnected && wanted !== document.body) wanted.focus();
      else focusPage();
    };
  }, []);
  return html`
    <dialog ref=${box} class="dialog" data-wide=${wide} data-plain=${plain} data-cover=${cover} aria-label=${label ?? title} tabindex="-1"
      onCancel=${(event) => { event.preventDefault(); leave(); }}
      onClick=${(event) => event.target === box.current && leave()}>
      ${plain ? children : html`<div class="dialog-body">${title && html`<h2>${title}</h2>`}${children}</div>`}
    </dialog>`;
}
