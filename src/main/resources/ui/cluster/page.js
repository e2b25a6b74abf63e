// The cluster: its agents and what runs on them, the last hour, and the nodes of Marathon themselves.
import { html, useEffect, useMemo, useRef } from '../lib/html.js';
import { get } from '../lib/api.js';
import { cpus, memory, plural } from '../lib/format.js';
import { lazy } from '../lib/lazy.js';
import { useLoad } from '../lib/load.js';
import { to } from '../lib/router.js';
import { denied } from '../live/me.js';
import { Loading, Nothing, Page, Tabs } from '../shell/page.js';
import { Agents } from './agents.js';
import { Node } from './node.js';

// With the library that draws them they are a third of the interface.
const Charts = lazy(() => import('./charts.js').then((module) => module.Charts));

const TABS = [['agents', 'Agents'], ['activity', 'Activity'], ['node', 'Nodes']];

const SHARE = 10; // what is read again and again is read for a tenth of the time at most

/** Reads again every so many milliseconds while somebody looks; what takes long, less often. */
export function useEvery(path, every) {
  const pause = useRef(every);
  const loaded = useLoad(async (abort) => {
    const began = performance.now();
    const value = await get(path, abort);
    pause.current = Math.max(every, SHARE * (performance.now() - began));
    return value;
  }, path);
  useEffect(() => {
    let timer = setTimeout(look, every);
    function look() {
      if (!document.hidden) loaded.reload();
      timer = setTimeout(look, pause.current);
    }
    return () => clearTimeout(timer);
  }, [path]);
  return loaded;
}

/** What is shown while there is nothing to show. */
export const Unread = ({ failure, what }) => (failure
  ? html`<${Nothing} title=${`${what} cannot be read`}>${failure}<//>`
  : html`<${Loading} />`);

export function ClusterPage({ known, query }) {
  const tab = TABS.some(([name]) => name === query.get('tab')) ? query.get('tab') : 'agents';
  const shown = TABS.filter(([name]) => name === 'agents' || name === tab || !denied('node=view'));
  const agents = useEvery('/v2/agents', 3_000);
  // Thousands of squares: drawn again with what is read, not with every event.
  const map = useMemo(() => agents.value && html`<${Agents} agents=${agents.value.agents} known=${known} query=${query} />`, [agents.value, query]);
  return html`
    <${Page} title="Cluster">
      ${agents.value && html`<${Totals} agents=${agents.value.agents} />`}
      <${Tabs} current=${tab} items=${shown.map(([name, title]) => ({ name, title, href: to('cluster', { tab: name === 'agents' ? '' : name }), badge: name === 'agents' ? agents.value?.agents.length : '' }))} />
      ${tab === 'agents' && (map ?? html`<${Unread} failure=${agents.failure} what="The agents" />`)}
      ${tab === 'activity' && html`<${Charts} />`}
      ${tab === 'node' && html`<${Node} />`}
    <//>`;
}

const add = (agents, part, name) => agents.reduce((sum, one) => sum + (one.resources[part]?.[name] ?? 0), 0);

function Totals({ agents }) {
  const usable = agents.filter((one) => one.state === 'active');
  return html`
    <dl class="facts">
      <div><dt>Agents</dt><dd>${usable.length === agents.length ? `${agents.length} active` : `${usable.length} of ${agents.length} active`}</dd></div>
      <div><dt>Instances</dt><dd class="numbers">${plural(agents.reduce((sum, one) => sum + one.instances.length, 0), 'instance')}</dd></div>
      ${[['cpus', 'CPU', cpus], ['mem', 'Memory', memory], ['disk', 'Disk', memory]].map(([name, title, write]) => html`<${Total} key=${name} title=${title} write=${write}
        total=${add(agents, 'total', name)} used=${add(agents, 'used', name)} ours=${add(agents, 'ours', name)} />`)}
    </dl>`;
}

function Total({ title, write, total, used, ours }) {
  const part = (n) => `${total > 0 ? Math.min(100, (100 * n) / total) : 0}%`;
  const text = `${write(ours)} used by Marathon, ${write(Math.max(0, used - ours))} by others, ${write(Math.max(0, total - used))} free`;
  return html`
    <div class="total" title=${text}><dt>${title}</dt><dd><span class="gauge" role="img" aria-label=${text}><i data-part="ours" style=${{ width: part(Math.min(ours, total)) }} /><i data-part="others" style=${{ width: part(Math.max(0, used - ours)) }} /></span>
      <span class="small quiet numbers nowrap">${write(Math.max(used, ours))} of ${write(total)}</span></dd></div>`;
}
