// Jumps to anything by a part of its name.
import { html, useEffect, useMemo, useRef, useState } from '../lib/html.js';
import { get } from '../lib/api.js';
import { shortInstance } from '../lib/format.js';
import { matcher } from '../lib/fuzzy.js';
import { go, to, toApp, toGroup } from '../lib/router.js';
import { store } from '../live/store.js';
import { Dialog } from '../parts/dialog.js';
import { Icon } from '../parts/icon.js';

const MOST = 12;
const FEW_INSTANCES = 5000; // beyond that instances are found by their whole id only

const PLACES = [
  { kind: 'Go to', icon: 'apps', text: 'Applications', href: to('apps') },
  { kind: 'Go to', icon: 'deployments', text: 'Deployments', href: to('deployments') },
  { kind: 'Go to', icon: 'cluster', text: 'Cluster', href: to('cluster') },
  { kind: 'Do', icon: 'plus', text: 'Create an application', href: to('new') },
];

function entries(known, tasks, agents) {
  const groups = new Set(known.groups.filter((id) => id !== '/'));
  const all = [...PLACES];
  for (const app of known.apps.values()) {
    if (app.group !== '/') groups.add(app.group);
    all.push({ kind: 'Application', icon: 'app', text: app.id, href: toApp(app.id) });
  }
  groups.forEach((id) => all.push({ kind: 'Group', icon: 'folder', text: id, href: toGroup(id) }));
  known.deployments.forEach((one) => all.push({ kind: 'Deployment', icon: 'deployments', text: `${one.id} ${one.affectedApps.slice(0, 3).join(' ')}`, href: to(`deployments/${one.id}`) }));
  agents.forEach((one) => all.push({ kind: 'Agent', icon: 'cluster', text: `${one.hostname} ${one.id}`, href: to('cluster', { q: one.hostname }) }));
  tasks.forEach((task) => all.push({ kind: 'Instance', icon: 'app', text: `${shortInstance(task.id)} ${task.appId} ${task.host}`, href: toApp(task.appId, { q: shortInstance(task.id) }) }));
  return all.map((one) => ({ ...one, search: one.text.toLowerCase() }));
}

/** The app of a whole instance or task id, which carries the app's path with '_' for '/'. */
function byInstance(text, known) {
  const [, safe] = /^(.+)\.(?:instance-|marathon-)[0-9a-f-]{36}/.exec(text) ?? [];
  return safe ? [...known.apps.keys()].find((id) => id.slice(1).replace(/\//g, '_') === safe) : undefined;
}

export function Palette({ close }) {
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const [tasks, setTasks] = useState([]);
  const [agents, setAgents] = useState([]);
  const list = useRef();
  const known = store.value;
  useEffect(() => {
    let running = 0;
    for (const app of known.apps.values()) running += app.running + app.staged;
    get('/v2/agents?fields=id,hostname').then((answer) => setAgents(answer.agents), () => {});
    if (running <= FEW_INSTANCES) get('/v2/tasks').then((answer) => setTasks(answer.tasks), () => {});
  }, []);
  const all = useMemo(() => entries(known, tasks, agents), [tasks, agents]);
  const found = useMemo(() => {
    const instance = byInstance(query.trim(), known);
    if (instance) return [{ kind: 'Instance', icon: 'app', text: query.trim(), href: toApp(instance, { q: shortInstance(query) }) }];
    const score = matcher(query);
    return all.map((one) => ({ ...one, rank: score(one.search) })).filter((one) => one.rank !== null)
      .sort((a, b) => b.rank - a.rank).slice(0, MOST);
  }, [query, all]);
  const chosen = Math.min(at, found.length - 1);
  const take = (one) => {
    close();
    go(one.href);
  };
  const move = (event) => {
    const next = { ArrowDown: chosen + 1, ArrowUp: chosen - 1 }[event.key];
    if (next !== undefined) {
      event.preventDefault();
      setAt((next + found.length) % Math.max(1, found.length));
    } else if (event.key === 'Enter' && found[chosen]) {
      event.preventDefault();
      take(found[chosen]);
    }
  };
  return html`
    <${Dialog} label="Jump to" close=${close} plain>
      <div class="palette">
        <label class="palette-input"><${Icon} name="search" />
          <input type="text" data-first placeholder="Application, group, instance, agent or deployment" aria-label="Jump to" spellcheck="false" autocomplete="off"
            role="combobox" aria-expanded="true" aria-controls="palette-list" aria-activedescendant=${found[chosen] ? `palette-${chosen}` : undefined}
            value=${query} onInput=${(event) => { setQuery(event.target.value); setAt(0); }} onKeyDown=${move} /></label>
        <ul id="palette-list" role="listbox" aria-label="Found" ref=${list}>
          ${found.map((one, i) => html`
            <li key=${one.kind + one.text} id=${`palette-${i}`} role="option" aria-selected=${i === chosen} onPointerMove=${() => setAt(i)} onClick=${() => take(one)}>
              <${Icon} name=${one.icon} /><span class="cut">${one.text}</span><small>${one.kind}</small></li>`)}
        </ul>
        ${found.length === 0 && html`<p class="quiet" role="status">Nothing is called like that.</p>`}
      </div>
    <//>`;
}
