// JSON to read, and what differs between two.
import { html, useMemo, useState } from '../lib/html.js';
import { diff, folded } from '../lib/diff.js';
import { plural } from '../lib/format.js';

const TOKEN = /("(?:[^"\\]|\\.)*")(\s*:)?|(-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)/g;

function Line({ text }) {
  const parts = [];
  let at = 0;
  for (const match of text.matchAll(TOKEN)) {
    if (match.index > at) parts.push(text.slice(at, match.index));
    const kind = match[2] ? 'key' : match[1] ? 'text' : 'value';
    parts.push(html`<span data-token=${kind}>${match[1] ?? match[0]}</span>`, match[2] ?? '');
    at = match.index + match[0].length;
  }
  return html`${parts}${text.slice(at)}`;
}

/** Keys in the same order, so that only what matters differs. */
function pretty(value) {
  return JSON.stringify(value, (key, inner) => (inner && typeof inner === 'object' && !Array.isArray(inner)
    ? Object.fromEntries(Object.keys(inner).sort().map((name) => [name, inner[name]])) : inner), 2);
}

export function Json({ value, label }) {
  const lines = useMemo(() => JSON.stringify(value, null, 2).split('\n'), [value]);
  return html`<pre class="json" tabindex="0" aria-label=${label}>${lines.map((text, i) => html`<div key=${i}><${Line} text=${text} /></div>`)}</pre>`;
}

const SIGNS = { same: ' ', added: '+', removed: '-' };
const SAID = { added: 'added: ', removed: 'removed: ' };

export function Diff({ before, after, label }) {
  const [whole, setWhole] = useState(false);
  const lines = useMemo(() => diff(pretty(before), pretty(after)), [before, after]);
  const changes = lines.filter((line) => line.kind !== 'same').length;
  if (changes === 0) return html`<p class="quiet padded-small">No difference.</p>`;
  return html`
    <pre class="json diff" tabindex="0" aria-label=${label}>${(whole ? lines : folded(lines)).map((line, i) => line.kind === 'gap'
      ? html`<button key=${i} type="button" class="fold" onClick=${() => setWhole(true)}>${plural(line.count, 'unchanged line')}</button>`
      : html`<div key=${i} data-kind=${line.kind}><i aria-hidden="true">${SIGNS[line.kind]}</i><span class="aside">${SAID[line.kind]}</span>${line.text}</div>`)}</pre>`;
}
