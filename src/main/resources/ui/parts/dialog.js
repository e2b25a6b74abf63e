// Windows over the page. One at a time.
import { html, useEffect, useRef } from '../lib/html.js';
import { signal, useSignal } from '../lib/signal.js';

const current = signal(null);

/** Shows a component as a dialog; it gets `close`. */
export const open = (Component, props = {}) => current.set({ Component, props, before: document.activeElement });

export function close() {
  const before = current.value?.before;
  current.set(null);
  if (before?.isConnected) before.focus();
}

export function Dialogs() {
  const shown = useSignal(current);
  return shown && html`<${shown.Component} ...${shown.props} close=${close} />`;
}

/** The frame of a dialog. What is focused first is what carries `data-first`; never the button that does the deed. */
export function Dialog({ title, close, children, wide, plain, cover, label }) {
  const box = useRef();
  useEffect(() => {
    box.current.showModal();
    (box.current.querySelector('[data-first="true"]') ?? box.current).focus();
  }, []);
  return html`
    <dialog ref=${box} class="dialog" data-wide=${wide} data-plain=${plain} data-cover=${cover} aria-label=${label ?? title} tabindex="-1"
      onCancel=${(event) => { event.preventDefault(); close(); }}
      onClick=${(event) => event.target === box.current && close()}>
      ${plain ? children : html`<div class="dialog-body">${title && html`<h2>${title}</h2>`}${children}</div>`}
    </dialog>`;
}
