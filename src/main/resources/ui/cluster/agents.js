// Agents as a map: what each has, and which apps take it.
import { html, useMemo, useState } from '../lib/html.js';
import { count, cpus, memory, plural, shortInstance, words } from '../lib/format.js';
import { matcher } from '../lib/fuzzy.js';
import { huesOf } from '../lib/hue.js';
import { replace, to, toApp } from '../lib/router.js';
import { Button } from '../parts/button.js';

const PART = 120; // cards drawn at first, and with each wish for more
const SQUARES = 240; // per agent
const LISTED = 24; // apps of the legend

const SORTS = {
  name: ['By name', (a, b) => a.hostname.localeCompare(b.hostname, 'en', { numeric: true })],
  full: ['Fullest first', (a, b) => fullness(b) - fullness(a)],
  free: ['Emptiest first', (a, b) => fullness(a) - fullness(b)],
  many: ['Most instances', (a, b) => b.instances.length - a.instances.length],
};

const taken = ({ resources }, name) => Math.max(resources.used?.[name] ?? 0, resources.ours?.[name] ?? 0);
const share = (agent, name) => (agent.resources.total?.[name] > 0 ? taken(agent, name) / agent.resources.total[name] : 0);
const fullness = (agent) => Math.max(share(agent, 'cpus'), share(agent, 'mem'));

export function Agents({ agents, known, query }) {
  const [room, setRoom] = useState(PART);
  const app = query.get('app') ?? '';
  const text = query.get('q') ?? '';
  const sort = SORTS[query.get('sort')] ? query.get('sort') : 'name';
  const move = (changes) => replace(to('cluster', { app, q: text, sort: sort === 'name' ? '' : sort, ...changes }));
  const apps = useMemo(() => {
    const counts = new Map();
    agents.forEach((agent) => agent.instances.forEach((one) => counts.set(one.appId, (counts.get(one.appId) ?? 0) + 1)));
    return [...counts].sort(([a, n], [b, m]) => m - n || (a < b ? -1 : 1));
  }, [agents]);
  const hues = useMemo(() => huesOf(apps.map(([id]) => id)), [apps]);
  const shown = useMemo(() => {
    const score = matcher(text);
    const found = text ? agents.filter((one) => score(searched(one)) !== null) : agents;
    return [...found].sort((a, b) => (app ? ofApp(b, app) - ofApp(a, app) : 0) || SORTS[sort][1](a, b));
  }, [agents, text, sort, app]);
  const legend = app && !apps.slice(0, LISTED).some(([id]) => id === app) ? [[app, 0], ...apps.slice(0, LISTED - 1)] : apps.slice(0, LISTED);
  return html`
    <div class="tools">
      <label class="search grow"><input type="search" placeholder="Find agents by name, attribute or zone" aria-label="Find agents" spellcheck="false" value=${text} onInput=${(event) => move({ q: event.target.value })} /></label>
      <select aria-label="Order" value=${sort} onChange=${(event) => move({ sort: event.target.value })}>${Object.entries(SORTS).map(([name, [title]]) => html`<option key=${name} value=${name}>${title}</option>`)}</select>
      <select aria-label="Highlight an app" value=${app} onChange=${(event) => move({ app: event.target.value })}>
        <option value="">No app highlighted</option>${apps.slice(0, 500).map(([id, n]) => html`<option key=${id} value=${id}>${id} (${n})</option>`)}</select>
    </div>
    <div class="scroll padded" tabindex="-1" data-highlight=${Boolean(app)}>
      ${legend.length > 0 && html`
        <div class="legend apps-legend" role="group" aria-label="Highlight an app">${legend.map(([id, n]) => html`
          <button key=${id} type="button" aria-pressed=${id === app} data-hue=${hues.get(id) ?? 0} onClick=${() => move({ app: id === app ? '' : id })}><i class="swatch" /><span class="cut">${id.slice(1)}</span><b>${count(n)}</b></button>`)}
          ${apps.length > LISTED && html`<span class="quiet small">and ${plural(apps.length - LISTED, 'more app', 'more apps')}</span>`}</div>`}
      ${shown.length === 0 && html`<p class="quiet">${agents.length ? 'No agent is like that.' : 'Mesos has no agents, or Marathon is not connected to it.'}</p>`}
      <div class="agents">${shown.slice(0, room).map((agent) => html`<${Agent} key=${agent.id} agent=${agent} known=${known} app=${app} hues=${hues} />`)}</div>
      ${shown.length > room && html`<p class="center foot-note"><${Button} onClick=${() => setRoom(room + PART * 4)}>Show more of ${count(shown.length)} agents<//></p>`}
    </div>`;
}

const ofApp = (agent, app) => agent.instances.filter((one) => one.appId === app).length;
const searched = (one) => `${one.hostname} ${one.id} ${one.region ?? ''} ${one.zone ?? ''} ${Object.entries(one.attributes ?? {}).map(([name, value]) => `${name}:${value}`).join(' ')}`.toLowerCase();

function Agent({ agent, known, app, hues }) {
  const { resources, instances } = agent;
  const sorted = useMemo(() => [...instances].sort((a, b) => (a.appId < b.appId ? -1 : a.appId > b.appId ? 1 : 0)), [instances]);
  const facts = [agent.zone, ...Object.entries(agent.attributes ?? {}).map(([name, value]) => `${name}:${value}`)].filter(Boolean);
  return html`
    <article class="agent" data-state=${agent.state} data-agent=${agent.id} data-dim=${Boolean(app) && ofApp(agent, app) === 0}>
      <header><h3 class="cut" title=${`${agent.id} at ${agent.address}`}>${agent.hostname}</h3>
        ${agent.state !== 'active' ? html`<span class="status" data-tone=${agent.state === 'unreachable' ? 'bad' : 'warn'}><i class="dot" />${words(agent.state)}</span>` : html`<span class="quiet small numbers">${plural(instances.length, 'instance')}</span>`}</header>
      ${facts.length > 0 && html`<p class="quiet small cut" title=${facts.join('\n')}>${facts.join('  ')}</p>`}
      <div class="bars">${[['cpus', 'CPU', cpus], ['mem', 'Memory', memory]].map(([name, title, write]) => html`<${Bar} key=${name} agent=${agent} name=${name} title=${title} write=${write} known=${known} app=${app} hues=${hues} />`)}
        ${resources.total?.gpus > 0 && html`<${Bar} agent=${agent} name="gpus" title="GPU" write=${cpus} known=${known} app=${app} hues=${hues} />`}</div>
      ${sorted.length > 0 && html`
        <div class="squares">${sorted.slice(0, SQUARES).map((one) => html`
          <a key=${one.id} tabindex="-1" href=${toApp(one.appId, { q: shortInstance(one.id) })} data-hue=${hues.get(one.appId)} data-dim=${Boolean(app) && one.appId !== app} data-bad=${one.healthy === false} data-busy=${one.state !== 'TASK_RUNNING'}
            aria-label=${`${one.appId} ${shortInstance(one.id)}`} title=${`${one.appId}\n${shortInstance(one.id)}: ${words(one.state)}${one.healthy === false ? ', unhealthy' : one.healthy ? ', healthy' : ''}`} />`)}
          ${sorted.length > SQUARES && html`<span class="quiet small">+${count(sorted.length - SQUARES)}</span>`}</div>`}
    </article>`;
}

/** One resource: a part per app in its colour, what others use, and what is free. */
function Bar({ agent, name, title, write, known, app, hues }) {
  const total = agent.resources.total?.[name] ?? 0;
  const used = taken(agent, name);
  const parts = useMemo(() => {
    const sums = new Map();
    agent.instances.forEach((one) => {
      // Of an app that is not known here, what our instances take on average.
      const need = known.apps.get(one.appId)?.[name] ?? (agent.resources.ours?.[name] ?? 0) / agent.instances.length;
      if (need > 0) sums.set(one.appId, (sums.get(one.appId) ?? 0) + need);
    });
    return [...sums].sort(([a], [b]) => (a < b ? -1 : 1));
  }, [agent.instances]);
  const ours = parts.reduce((sum, [, n]) => sum + n, 0);
  const others = Math.max(0, used - ours);
  const width = (n) => `${total > 0 ? Math.min(100, (100 * n) / total) : 0}%`;
  const text = `${title}: ${write(used)} of ${write(total)} used`;
  return html`
    <div><b>${title}</b><span class="gauge" role="img" aria-label=${text} title=${text}>
      ${parts.map(([id, n]) => html`<i key=${id} data-hue=${hues.get(id)} data-dim=${Boolean(app) && id !== app} style=${{ width: width(n) }} />`)}
      ${others > total / 1000 && html`<i data-part="others" style=${{ width: width(others) }} />`}</span>
      <span class="small quiet numbers">${write(Math.max(0, total - used))} free</span></div>`;
}
