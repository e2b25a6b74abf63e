// A button that opens a list of things to do. Arrow keys move, Escape closes.
import { html, useEffect, useRef, useState } from '../lib/html.js';
import { Icon } from './icon.js';

/** items: makes [{label, icon, run, danger, denied: why one may not}], null for a line between. */
export function Menu({ label, icon = 'more', items, children, kind = 'bare' }) {
  const [open, set] = useState(false);
  const root = useRef();
  const list = useRef();
  const close = () => {
    set(false);
    root.current?.querySelector('.button')?.focus();
  };
  useEffect(() => {
    if (!open) return undefined;
    list.current.querySelector('[role=menuitem]')?.focus();
    const place = root.current.getBoundingClientRect();
    list.current.dataset.up = place.bottom + list.current.offsetHeight + 8 > innerHeight;
    const outside = (event) => root.current.contains(event.target) || set(false);
    addEventListener('pointerdown', outside);
    return () => removeEventListener('pointerdown', outside);
  }, [open]);
  const move = (event) => {
    const all = [...list.current.querySelectorAll('[role=menuitem]')];
    const at = all.indexOf(document.activeElement);
    const next = { ArrowDown: at + 1, ArrowUp: at - 1 + all.length, Home: 0, End: all.length - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      all[next % all.length].focus();
    } else if (event.key === 'Escape' || event.key === 'Tab') {
      event.preventDefault();
      event.stopPropagation();
      close();
    }
  };
  return html`
    <span class="menu" ref=${root}>
      <button type="button" class="button" data-kind=${kind} data-bare=${!children} aria-haspopup="menu" aria-expanded=${open}
        aria-label=${label} title=${label} onClick=${() => set(!open)}>
        ${children ?? html`<${Icon} name=${icon} />`}
      </button>
      ${open && html`
        <div class="menu-list" role="menu" aria-label=${label} ref=${list} onKeyDown=${move}>
          ${items().map((item, i) => item
            ? html`<button key=${item.label} type="button" role="menuitem" tabindex="-1" data-danger=${item.danger}
                title=${item.denied} aria-disabled=${item.denied ? 'true' : undefined} onClick=${() => { close(); item.run(); }}>
                <${Icon} name=${item.icon} />${item.label}</button>`
            : html`<hr key=${i} />`)}
        </div>`}
    </span>`;
}
