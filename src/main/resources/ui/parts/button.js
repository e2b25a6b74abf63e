import { html, useState } from '../lib/html.js';
import { copy } from '../lib/clipboard.js';
import { Icon } from './icon.js';

/**
 * kind: plain, primary, danger or bare. A button without children needs a label.
 * @param denied why one may not: then it looks like that; what it runs says so too
 */
export const Button = ({ kind = 'plain', icon, label, denied, children, ...rest }) => html`
  <button type="button" class="button" data-kind=${kind} data-bare=${!children} aria-label=${label} title=${denied ?? label} aria-disabled=${denied ? 'true' : undefined} ...${rest}>
    ${icon && html`<${Icon} name=${icon} />`}${children && html`<span>${children}</span>`}
  </button>`;

export const LinkButton = ({ kind = 'plain', icon, label, denied, children, ...rest }) => html`
  <a class="button" data-kind=${kind} data-bare=${!children} aria-label=${label} title=${denied ?? label} aria-disabled=${denied ? 'true' : undefined} ...${rest}>
    ${icon && html`<${Icon} name=${icon} />`}${children && html`<span>${children}</span>`}
  </a>`;

/** Copies a text and says so. */
export function Copy({ text, label = 'Copy', children, kind = 'bare' }) {
  const [done, set] = useState(false);
  const run = async () => {
    await copy(typeof text === 'function' ? text() : text);
    set(true);
    setTimeout(() => set(false), 1500);
  };
  return html`
    <${Button} kind=${kind} icon=${done ? 'check' : 'copy'} label=${children ? undefined : label} onClick=${run}>
      ${children && (done ? 'Copied' : children)}
    <//>`;
}
