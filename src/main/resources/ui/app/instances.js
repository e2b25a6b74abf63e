// Instances of an app.
import { html, useMemo, useRef, useState } from '../lib/html.js';
import { appPath } from '../lib/api.js';
import { useFocusOfRows } from '../lib/focus.js';
import { go, toApp } from '../lib/router.js';
import { ago, date, exact, plural, shortInstance } from '../lib/format.js';
import { useNow } from '../lib/signal.js';
import { useRowHeight, useVirtual } from '../lib/virtual.js';
import { denied } from '../live/me.js';
import { askFor } from '../parts/action.js';
import { Button, Copy } from '../parts/button.js';
import { Menu } from '../parts/menu.js';
import { Health, TaskState } from '../parts/status.js';
import { Nothing } from '../shell/page.js';

const idOf = (task) => task.id;

const COLUMNS = [['choice', ''], ['id', 'Instance'], ['state', 'State'], ['health', 'Health'], ['host', 'Host and ports'], ['version', 'Version'], ['started', 'Started'], ['menu', '']];

/** @param text only instances whose id or host holds it, so that a link can name one */
export function Instances({ app, text = '' }) {
  const [chosen, setChosen] = useState(() => new Set());
  const scroller = useRef();
  const list = useRef();
  const tasks = useMemo(() => app.tasks.filter((task) => task.id.includes(text) || task.host.includes(text)).sort((a, b) => (b.stagedAt ?? '').localeCompare(a.stagedAt ?? '') || (a.id < b.id ? -1 : 1)), [app, text]);
  const { from, to, above, under } = useVirtual(scroller, list, tasks.length, useRowHeight(44, 56));
  useFocusOfRows(list, tasks, idOf);
  const now = useNow(tasks.length > 2000 ? 10_000 : 1000);
  const alive = tasks.filter((task) => chosen.has(task.id));
  const choose = (id) => {
    const next = new Set(alive.map((task) => task.id));
    if (!next.delete(id)) next.add(id);
    setChosen(next);
  };
  if (tasks.length === 0 && text) return html`<${Only} app=${app} text=${text} count=${0} />`;
  if (tasks.length === 0) {
    return html`<${Nothing} title="No instances">${app.instances === 0 ? 'The application is suspended. Scale it up to run it.' : 'They are started as soon as an agent has room; Debug tells why that takes its time.'}<//>`;
  }
  return html`
    <div class="scroll" ref=${scroller} tabindex="-1">
      ${text && html`<${Only} app=${app} text=${text} count=${tasks.length} />`}
      ${alive.length > 0 && html`
        <div class="chosen" role="toolbar" aria-label="Chosen instances">
          <strong>${plural(alive.length, 'instance')} chosen</strong><span class="gap" />
          <${Button} icon="kill" denied=${denied(`${app.id}=update`)} onClick=${() => kill(app, alive, false)}>Kill<//>
          <${Button} icon="kill" denied=${denied(`${app.id}=update`)} onClick=${() => kill(app, alive, true)}>Kill and scale down<//>
          <${Button} kind="bare" icon="close" label="Choose none" onClick=${() => setChosen(new Set())} />
        </div>`}
      <div role="table" class="table instances" aria-label="Instances" aria-rowcount=${tasks.length + 1}>
        <div role="rowgroup" class="sticky">
          <div role="row" class="row head">
            ${COLUMNS.map(([name, title]) => html`<div key=${name} role="columnheader" class="cell quiet" data-column=${name}>
              ${name === 'choice' ? html`<input type="checkbox" aria-label="Choose all" checked=${alive.length === tasks.length}
                onChange=${() => setChosen(new Set(alive.length === tasks.length ? [] : tasks.map((task) => task.id)))} />` : title || html`<span class="aside">Actions</span>`}</div>`)}
          </div>
        </div>
        <div role="rowgroup" ref=${list} style=${{ paddingTop: `${above}px`, paddingBottom: `${under}px` }}>
          ${tasks.slice(from, to).map((task) => html`<${Row} key=${task.id} task=${task} app=${app} now=${now} chosen=${chosen.has(task.id)} choose=${choose} />`)}
        </div>
      </div>
    </div>`;
}

const Only = ({ app, text, count }) => html`
  <p class="banner" role="status"><span>${plural(count, 'instance')} with “${text}” in id or host.</span> <a href=${toApp(app.id)}>Show all ${app.tasks.length}</a></p>`;

function Row({ task, app, now, chosen, choose }) {
  const checks = app.healthChecks?.length ?? 0;
  const current = !task.version || task.version >= (app.versionInfo?.lastConfigChangeAt ?? app.version);
  return html`
    <div role="row" class="row" data-chosen=${chosen} data-row=${task.id} data-task=${task.id}>
      <div role="cell" class="cell" data-column="choice"><input type="checkbox" aria-label=${`Choose ${shortInstance(task.id)}`} checked=${chosen} onChange=${() => choose(task.id)} /></div>
      <div role="cell" class="cell" data-column="id"><span class="mono" title=${task.id}>${shortInstance(task.id)}</span><${Copy} text=${task.id} label="Copy task id" /></div>
      <div role="cell" class="cell" data-column="state"><${TaskState} state=${task.state} /></div>
      <div role="cell" class="cell" data-column="health"><${Health} task=${task} checks=${checks} /></div>
      <div role="cell" class="cell cut" data-column="host">${task.host}<${Ports} task=${task} /></div>
      <div role="cell" class="cell" data-column="version">${task.version && html`<span title=${exact(task.version)}>${current ? html`<span class="chip">current</span>` : date(task.version)}</span>`}</div>
      <div role="cell" class="cell quiet" data-column="started">${task.startedAt ? html`<span title=${exact(task.startedAt)}>${ago(task.startedAt, now)}</span>` : task.stagedAt && html`<span title=${exact(task.stagedAt)}>staged ${ago(task.stagedAt, now)}</span>`}</div>
      <div role="cell" class="cell" data-column="menu"><${Menu} label=${`Actions of instance ${shortInstance(task.id)}`} items=${() => [
        { label: 'Logs', icon: 'flat', run: () => go(toApp(app.id, { tab: 'logs', task: task.id })) },
        { label: 'Files', icon: 'folder', run: () => go(toApp(app.id, { tab: 'files', task: task.id })) },
        null,
        { label: 'Kill', icon: 'kill', denied: denied(`${app.id}=update`), run: () => kill(app, [task], false) },
        { label: 'Kill and scale down', icon: 'kill', danger: true, denied: denied(`${app.id}=update`), run: () => kill(app, [task], true) },
      ]} /></div>
    </div>`;
}

const Ports = ({ task }) => (task.ports ?? []).map((port, i) => html`
  ${i === 0 ? ':' : ', '}<a key=${port} href=${`http://${task.host}:${port}/`} target="_blank" rel="noopener noreferrer">${port}</a>`);

export function kill(app, tasks, andScale) {
  const one = tasks.length === 1;
  const what = one ? `instance ${shortInstance(tasks[0].id)}` : plural(tasks.length, 'instance');
  const query = andScale ? '?scale=true' : '';
  askFor({
    title: `Kill ${what} of ${app.id}`,
    needs: [`${app.id}=update`],
    verb: andScale ? 'Kill and scale down' : 'Kill',
    danger: true,
    request: one
      ? { method: 'DELETE', path: `${appPath(app.id)}/tasks/${encodeURIComponent(tasks[0].id)}${query}` }
      : { method: 'POST', path: `/v2/tasks/delete${query}`, body: { ids: tasks.map((task) => task.id) } },
    done: `Killing ${what} of ${app.id}.`,
    Consequence: () => andScale
      ? html`<p>Ends ${one ? 'this instance' : html`<strong>these ${tasks.length} instances</strong>`} and scales ${app.id} down from ${app.instances} to <strong>${Math.max(0, app.instances - tasks.length)}</strong>. Nothing is started in ${one ? 'its' : 'their'} place.</p>`
      : html`<p>Ends ${one ? 'this instance' : html`<strong>these ${tasks.length} instances</strong>`}. Marathon starts ${one ? 'a new one in its place' : `${tasks.length} new ones in their place`}; meanwhile fewer run.</p>`,
  });
}
