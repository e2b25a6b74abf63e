// Pieces of the form. Each is bound to a place of the definition and shows what the server says of that place.
import { createContext, html, useContext, useEffect, useRef, useState } from '../lib/html.js';
import { Button } from '../parts/button.js';
import { at, mapOf, place, put, rowsOf, sameMap } from './model.js';

/** {app, set: takes the changed definition and the place, problems: Map of place to texts, shows: of which members} */
export const Form = createContext(null);

export function useField(path) {
  const { app, set, problems, shows } = useContext(Form);
  return {
    value: at(app, path),
    write: (value) => set(put(app, path, value) ?? {}, path[0]),
    problem: shows(path[0]) ? problems.get(place(path))?.join(' ') : undefined,
  };
}

let ids = 0;
const useId = () => useRef(`f${++ids}`).current;

function Labelled({ label, hint, problem, children, wide }) {
  const id = useId();
  return html`
    <div class="field" data-wide=${wide}>
      <label for=${id}>${label}</label>
      ${children({ id, 'aria-invalid': problem ? 'true' : undefined, 'aria-describedby': problem || hint ? `${id}-note` : undefined })}
      ${problem ? html`<small id=${`${id}-note`} class="failure">${problem}</small>` : hint && html`<small id=${`${id}-note`}>${hint}</small>`}
    </div>`;
}

/** An empty text is no value, unless the place must hold one. */
export function Text({ path, label, hint, wide, rows, required, disabled, mono, placeholder, first }) {
  const { value, write, problem } = useField(path);
  const change = (event) => write(event.target.value === '' && !required ? undefined : event.target.value);
  return html`<${Labelled} label=${label} hint=${hint} problem=${problem} wide=${wide}>${(attributes) => rows
    ? html`<textarea ...${attributes} rows=${rows} class=${mono && 'mono'} spellcheck="false" placeholder=${placeholder} value=${value ?? ''} onInput=${change} />`
    : html`<input type="text" ...${attributes} data-first=${first} class=${mono && 'mono'} spellcheck="false" autocomplete="off" placeholder=${placeholder} disabled=${disabled} value=${value ?? ''} onInput=${change} />`}<//>`;
}

/** What is not a number yet is kept as it is typed, so that the server can say so. */
export function NumberField({ path, label, hint, min = 0, step = 'any', placeholder }) {
  const { value, write, problem } = useField(path);
  const change = (event) => {
    const text = event.target.value.trim();
    write(text === '' ? undefined : Number.isFinite(Number(text)) ? Number(text) : text);
  };
  return html`<${Labelled} label=${label} hint=${hint} problem=${problem}>${(attributes) => html`
    <input type="number" ...${attributes} min=${min} step=${step} placeholder=${placeholder} value=${value ?? ''} onInput=${change} />`}<//>`;
}

export function Choice({ path, label, hint, options, value, onChange, absent }) {
  const field = useField(path);
  const current = value ?? field.value ?? absent;
  return html`<${Labelled} label=${label} hint=${hint} problem=${field.problem}>${(attributes) => html`
    <select ...${attributes} value=${current} onChange=${(event) => (onChange ?? field.write)(event.target.value)}>
      ${options.map(([name, title]) => html`<option key=${name} value=${name} selected=${name === current}>${title}</option>`)}
    </select>`}<//>`;
}

export function Check({ path, label }) {
  const { value, write, problem } = useField(path);
  return html`<label class="check"><input type="checkbox" checked=${value === true} onChange=${(event) => write(event.target.checked)} /><span>${label}</span></label>
    ${problem && html`<small class="failure">${problem}</small>`}`;
}

/** A map of texts, such as labels. Values that are no texts are left to the JSON. */
export function Pairs({ path, label, add }) {
  const { value, write, problem } = useField(path);
  const [rows, setRows] = useState(() => rowsOf(value));
  useEffect(() => {
    if (!sameMap(mapOf(rows), value)) setRows(rowsOf(value));
  }, [value]);
  const change = (next) => {
    setRows(next);
    write(mapOf(next));
  };
  const edit = (i, row) => change(rows.map((old, j) => (i === j ? row : old)));
  return html`
    <div class="rows" role="group" aria-label=${label}>
      ${rows.map(([key, text], i) => html`
        <div key=${i} class="pair">
          <input type="text" class="mono" aria-label=${`${label} ${i + 1}: name`} placeholder="Name" value=${key} spellcheck="false" onInput=${(event) => edit(i, [event.target.value, text])} />
          ${typeof text === 'string'
            ? html`<input type="text" class="mono" aria-label=${`${label} ${i + 1}: value`} placeholder="Value" value=${text} spellcheck="false" onInput=${(event) => edit(i, [key, event.target.value])} />`
            : html`<input type="text" disabled aria-label=${`${label} ${i + 1}: value`} value="set in the JSON" />`}
          <${Button} kind="bare" icon="close" label=${`Remove ${key || 'row'}`} onClick=${() => change(rows.filter((_, j) => j !== i))} />
        </div>`)}
      ${problem && html`<small class="failure">${problem}</small>`}
      <${Button} kind="bare" icon="plus" onClick=${() => setRows([...rows, ['', '']])}>${add}<//>
    </div>`;
}

/** A list whose items are drawn by `children(path)`. */
export function List({ path, label, add, item, children }) {
  const { value, write, problem } = useField(path);
  const list = Array.isArray(value) ? value : [];
  return html`
    <div class="rows" role="group" aria-label=${label}>
      ${list.map((_, i) => html`
        <div key=${i} class="item"><div class="grid">${children([...path, i])}</div>
          <${Button} kind="bare" icon="close" label=${`Remove ${label.toLowerCase()} ${i + 1}`} onClick=${() => write(list.length === 1 ? undefined : list.filter((__, j) => j !== i))} /></div>`)}
      ${problem && html`<small class="failure">${problem}</small>`}
      <${Button} kind="bare" icon="plus" onClick=${() => write([...list, item])}>${add}<//>
    </div>`;
}
