import { html } from '../lib/html.js';
import { modKey, shortcuts } from '../lib/keys.js';
import { Dialog } from '../parts/dialog.js';
import { Button } from '../parts/button.js';

const shownAs = { 'mod+k': `${modKey} K`, 'mod+Enter': `${modKey} Enter`, ArrowDown: '↓', ArrowUp: '↑', Escape: 'Esc', '?': '?' };

const Keys = ({ keys }) => html`<span class="keys">${keys.map((key) => html`<kbd key=${key}>${shownAs[key] ?? key.split(' ').join(' then ')}</kbd>`)}</span>`;

export const Help = ({ close }) => html`
  <${Dialog} title="Keyboard shortcuts" close=${close}>
    <dl class="shortcuts">
      ${shortcuts().map((one) => html`<div key=${one.label}><dt>${one.label}</dt><dd><${Keys} keys=${one.keys} /></dd></div>`)}
      <div><dt>Close a dialog</dt><dd><kbd>Esc</kbd></dd></div>
    </dl>
    <footer class="dialog-foot"><span class="gap" /><${Button} onClick=${close} data-first>Close<//></footer>
  <//>`;
