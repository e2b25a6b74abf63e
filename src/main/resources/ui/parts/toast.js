// Short notices at the edge of the page.
import { html, useEffect } from '../lib/html.js';
import { signal, useSignal } from '../lib/signal.js';
import { Button } from './button.js';
import { Icon } from './icon.js';

const toasts = signal([]);
let number = 0;

/** tone: good or bad. link: {text, href}. */
export function toast(text, { tone = 'good', link } = {}) {
  toasts.set([...toasts.value.slice(-3), { key: ++number, text, tone, link }]);
}

const drop = (key) => toasts.set(toasts.value.filter((one) => one.key !== key));

function Toast({ one }) {
  useEffect(() => {
    const timer = setTimeout(() => drop(one.key), one.tone === 'bad' ? 12_000 : 6_000);
    return () => clearTimeout(timer);
  }, []);
  return html`
    <div class="toast" data-tone=${one.tone}>
      <${Icon} name=${one.tone === 'bad' ? 'warning' : 'check'} />
      <p>${one.text} ${one.link && html`<a href=${one.link.href}>${one.link.text}</a>`}</p>
      <${Button} kind="bare" icon="close" label="Dismiss" onClick=${() => drop(one.key)} />
    </div>`;
}

export const Toasts = () => html`
  <div class="toasts" role="status" aria-live="polite">${useSignal(toasts).map((one) => html`<${Toast} key=${one.key} one=${one} />`)}</div>`;
