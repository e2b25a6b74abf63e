// The side bar's filters, with how many apps each would show.
import { html, useState } from '../lib/html.js';
import { count } from '../lib/format.js';
import { go } from '../lib/router.js';
import { HEALTHS, STATUSES } from '../live/model.js';
import { addressOf } from './query.js';

const FEW = 8;

const toggled = (list, name) => (list.includes(name) ? list.filter((one) => one !== name) : [...list, name]);

function Facet({ title, name, options, query, counts, marks }) {
  const [all, setAll] = useState(false);
  const shown = all ? options : options.filter((one, i) => i < FEW || query[name].includes(one));
  return html`
    <fieldset class="facet">
      <legend>${title}</legend>
      ${shown.map((option) => html`
        <label key=${option} class="check" data-none=${!counts.get(option)}>
          <input type="checkbox" checked=${query[name].includes(option)}
            onChange=${() => go(addressOf(query, { [name]: toggled(query[name], option) }))} />
          ${marks && html`<i class="dot" data-status=${option} data-health=${option} />`}
          <span class="cut" title=${option}>${option}</span><b>${count(counts.get(option) ?? 0)}</b>
        </label>`)}
      ${options.length > shown.length && html`
        <button type="button" class="link" onClick=${() => setAll(true)}>${options.length - shown.length} more</button>`}
    </fieldset>`;
}

export function Filters({ query, facets }) {
  const labels = [...new Set([...query.label, ...[...facets.label].sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1)).slice(0, 200).map(([name]) => name)])];
  const set = query.status.length + query.health.length + query.label.length;
  return html`
    <section class="filters" aria-label="Filters">
      <${Facet} title="Status" name="status" options=${STATUSES} query=${query} counts=${facets.status} marks />
      <${Facet} title="Health" name="health" options=${HEALTHS} query=${query} counts=${facets.health} marks />
      ${labels.length > 0 && html`<${Facet} title="Label" name="label" options=${labels} query=${query} counts=${facets.label} />`}
      ${set > 0 && html`<button type="button" class="link" onClick=${() => go(addressOf(query, { status: [], health: [], label: [] }))}>Clear filters</button>`}
    </section>`;
}
