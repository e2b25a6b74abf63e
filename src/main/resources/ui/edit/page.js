// Creates an app or changes one: a form and the JSON of the same definition, side by side.
import { html, useEffect, useMemo, useRef, useState } from '../lib/html.js';
import { appPath, get, whyNot } from '../lib/api.js';
import { nameOf, plural } from '../lib/format.js';
import { modKey, useKeys } from '../lib/keys.js';
import { useLoad } from '../lib/load.js';
import { go, to, toApp, toGroup } from '../lib/router.js';
import { recall, remember } from '../lib/storage.js';
import { denied } from '../live/me.js';
import { askFor } from '../parts/action.js';
import { Button } from '../parts/button.js';
import { Diff } from '../parts/json.js';
import { Plan, Steps, planOf } from '../parts/plan.js';
import { definitionOf } from '../app/configuration.js';
import { Crumbs, Nothing, Page } from '../shell/page.js';
import { Form } from './fields.js';
import { AppForm } from './form.js';
import { blank, problems as problemsOf } from './model.js';

const QUIET = 400; // milliseconds without a change before the server is asked for the plan

export function CreatePage({ group }) {
  return html`<${Editor} key=${group} start=${blank(group)} creating title="Create an application"
    crumbs=${[{ text: 'Applications', href: to('apps') }, ...(group === '/' ? [] : [{ text: group.slice(1), href: toGroup(group) }]), { text: 'Create', href: '' }]} />`;
}

export function EditPage({ id, known }) {
  const { value: app, missing, failure } = useLoad((abort) => get(appPath(id), abort).then((one) => one.app), id);
  const newest = known.apps.get(id)?.version;
  const crumbs = [{ text: 'Applications', href: to('apps') }, { text: id.slice(1), href: toApp(id) }, { text: 'Edit', href: '' }];
  if (!app) {
    return html`<${Page} title=${`Edit ${nameOf(id)}`} crumbs=${html`<${Crumbs} items=${crumbs} />`}>
      ${(missing || failure) && html`<${Nothing} title=${missing ? 'There is no such application' : 'The application could not be read'}>${missing ? id : failure}<//>`}<//>`;
  }
  return html`<${Editor} key=${id} start=${definitionOf(app)} title=${`Edit ${nameOf(id)}`} crumbs=${crumbs} changed=${newest !== undefined && newest > app.version} />`;
}

const written = (app) => JSON.stringify(app, null, 2);

function read(text) {
  try {
    const app = JSON.parse(text);
    return app && typeof app === 'object' && !Array.isArray(app) ? { app } : { problem: 'This must be one object.' };
  } catch (failure) {
    return { problem: failure.message };
  }
}

function Editor({ start, creating, title, crumbs, changed }) {
  const key = `draft ${creating ? 'new' : start.id}`;
  const original = useMemo(() => written(start), []);
  const [text, setText] = useState(() => recall(key, original, sessionStorage));
  const [last, setLast] = useState(() => read(text).app ?? start);
  const [view, setView] = useState('form');
  const [server, setServer] = useState({ problems: new Map(), plan: null, failure: null });
  // Of a new app, nothing is called wrong that was not touched yet.
  const [touched, touch] = useState(() => new Set(creating ? [] : ['all']));
  const page = useRef();
  const { app, problem } = useMemo(() => read(text), [text]);
  const dirty = text !== original;
  const forget = () => remember(key, null, sessionStorage);

  const change = (next) => {
    setText(next);
    const parsed = read(next).app;
    if (parsed) setLast(parsed);
    remember(key, next === original ? null : next, sessionStorage);
  };

  useEffect(() => {
    if (!app || !dirty) return undefined;
    let take = setServer; // an answer that comes after a further change says nothing of it
    const timer = setTimeout(() => planOf(requestFor(app, creating, start.id)).then(
      (plan) => take({ problems: new Map(), plan, failure: null }), (failure) => take(refused(failure))), QUIET);
    return () => {
      clearTimeout(timer);
      take = () => {};
    };
  }, [text]);

  useEffect(() => {
    if (!dirty) return undefined;
    const warn = (event) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [dirty]);

  const right = creating ? `${absolute(String(app?.id ?? '/'))}=create` : `${start.id}=update`;
  const why = denied(right);
  const submit = () => askFor({
    title: creating ? `Create ${app.id}` : `Change ${start.id}`,
    verb: creating ? 'Create' : 'Apply',
    needs: [right],
    wide: !creating,
    request: requestFor(app, creating, start.id),
    done: creating ? `Creating ${app.id}.` : `Changing ${start.id}.`,
    after: () => {
      forget();
      go(toApp(creating ? absolute(app.id) : start.id));
    },
    refused: (failure) => {
      if (failure.details.length === 0) return null;
      touch(new Set(['all']));
      setServer(refused(failure));
      return firstProblem;
    },
    Consequence: () => html`<${Consequence} request=${requestFor(app, creating, start.id)} app=${app} start=${creating ? null : start} />`,
  });

  const firstProblem = () => {
    const field = page.current?.querySelector('[aria-invalid="true"]');
    field?.closest('details')?.setAttribute('open', '');
    return field;
  };
  const ready = Boolean(app) && dirty;
  useKeys([{ keys: ['mod+Enter'], label: creating ? 'Create the application' : 'Review and apply', run: () => ready && !document.querySelector('dialog[open]') && submit() }]);

  return html`
    <${Page} title=${title} crumbs=${html`<${Crumbs} items=${crumbs} />`}
      actions=${html`
        <div class="switch only-narrow" role="group" aria-label="View">
          ${['form', 'json'].map((name) => html`<button key=${name} type="button" aria-pressed=${view === name} onClick=${() => setView(name)}>${name === 'form' ? 'Form' : 'JSON'}</button>`)}</div>
        ${dirty && html`<${Button} kind="bare" icon="undo" onClick=${() => change(original)}>Undo all<//>`}
        <${Button} onClick=${() => { forget(); go(creating ? to('apps') : toApp(start.id)); }}>Cancel<//>
        <${Button} kind="primary" disabled=${!ready} denied=${why} title=${why ?? `${modKey} Enter`} onClick=${submit}>${creating ? 'Create' : 'Review and apply'}<//>`}>
      ${!creating && why && html`<div class="banner" role="status"><p>${why}</p></div>`}
      ${changed && html`
        <div class="banner" role="alert"><p>Somebody changed this application since you began. Applying replaces their change.</p>
          <${Button} onClick=${() => { forget(); location.reload(); }}>Load theirs<//></div>`}
      <div class="editor" ref=${page} data-view=${view}>
        <${Form.Provider} value=${{ app: last, problems: server.problems, shows: (name) => touched.has('all') || touched.has(name),
          set: (next, name) => { touch(new Set([...touched, name])); change(written(next)); } }}>
          <form class="scroll padded" aria-label="Form" onSubmit=${(event) => event.preventDefault()}>
            ${problem && html`<p class="consequence" role="status">The JSON cannot be read at the moment; the form shows its last good state.</p>`}
            ${touched.has('all') && html`<${Elsewhere} server=${server} page=${page} />`}
            <${AppForm} creating=${creating} />
          </form>
        <//>
        <section class="editor-json" aria-label="JSON">
          <textarea class="mono" spellcheck="false" aria-label="Definition as JSON" aria-invalid=${problem ? 'true' : undefined} value=${text} onInput=${(event) => { touch(new Set(['all'])); change(event.target.value); }} />
          <footer class="editor-foot" aria-live="polite"><${Verdict} problem=${problem} server=${server} dirty=${dirty} app=${app} /></footer>
        </section>
      </div>
    <//>`;
}

const absolute = (id) => (id.startsWith('/') ? id : `/${id}`);

/** A change replaces the definition as a whole, so that what was taken out is gone. */
const requestFor = (app, creating, id) => (creating
  ? { method: 'POST', path: '/v2/apps', body: app }
  : { method: 'PUT', path: `${appPath(id)}?partialUpdate=false`, body: { ...app, id } });

const refused = (failure) => ({ plan: null, problems: problemsOf(failure.details ?? []), failure: whyNot(failure) });

function Verdict({ problem, server, dirty, app }) {
  if (problem) return html`<p class="failure">${problem}</p>`;
  if (!dirty) return html`<p class="quiet">Form and JSON are the same definition: change either.</p>`;
  if (server.failure) return html`<p class="failure">${server.problems.size ? `${plural(server.problems.size, 'place')} to mend.` : server.failure}</p>`;
  if (server.plan) return html`<div><h3>What will happen</h3><${Steps} plan=${server.plan} after=${app} /></div>`;
  return html`<p class="quiet">Asking the server what this would do.</p>`;
}

/** Refusals that no field of the form shows. */
function Elsewhere({ server, page }) {
  const [lost, setLost] = useState([]);
  useEffect(() => {
    const shown = new Set([...page.current.querySelectorAll('.field .failure, .rows > .failure')].map((one) => one.textContent));
    setLost([...server.problems].filter(([, texts]) => !shown.has(texts.join(' '))));
  }, [server]);
  if (server.failure && server.problems.size === 0) return html`<p class="failure" role="alert">${server.failure}</p>`;
  return lost.length > 0 && html`<ul class="failure" role="alert">${lost.map(([where, texts]) => html`<li key=${where}><code>${where}</code> ${texts.join(' ')}</li>`)}</ul>`;
}

const Consequence = ({ request, app, start }) => html`
  <${Plan} request=${request} after=${app} />
  ${start && html`<${Diff} before=${start} after=${app} label="What changes" />`}`;
