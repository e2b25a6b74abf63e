// The instances of an app during a deployment, one square each.
import { html } from '../lib/html.js';
import { shortInstance, words } from '../lib/format.js';
import { aliveOf } from '../parts/status.js';

const MOST = 400;

/** What an instance is to a deployment: new (and good), starting, unhealthy, old, ending. */
export function is(task, app, version) {
  if (task.state === 'TASK_KILLING') return 'ending';
  if (task.version && task.version < version && task.version < (app.versionInfo?.lastConfigChangeAt ?? '')) return 'old';
  if (task.state !== 'TASK_RUNNING') return 'starting';
  const checks = app.healthChecks?.length ?? 0;
  if (!checks) return 'new';
  const alive = aliveOf(task, checks);
  return alive === true ? 'new' : alive === false ? 'unhealthy' : 'starting';
}

const ORDER = ['new', 'starting', 'unhealthy', 'missing', 'old', 'ending'];
const SAID = { new: 'ready', starting: 'starting', unhealthy: 'unhealthy', missing: 'not placed', old: 'old', ending: 'ending' };

export function Squares({ app, version }) {
  const all = app.tasks.map((task) => ({ task, kind: is(task, app, version) }));
  const placed = all.filter(({ kind }) => ['new', 'starting', 'unhealthy'].includes(kind)).length;
  for (let i = placed; i < app.instances; i++) all.push({ task: null, kind: 'missing' });
  all.sort((a, b) => ORDER.indexOf(a.kind) - ORDER.indexOf(b.kind));
  const counts = ORDER.map((kind) => [kind, all.filter((one) => one.kind === kind).length]).filter(([, n]) => n > 0);
  const text = counts.map(([kind, n]) => `${n} ${SAID[kind]}`).join(', ') || 'no instances';
  return html`
    <div class="squares" role="img" aria-label=${text}>
      ${all.slice(0, MOST).map(({ task, kind }, i) => html`<i key=${task?.id ?? `none${i}`} data-is=${kind} title=${task ? `${shortInstance(task.id)} on ${task.host}: ${SAID[kind]} (${words(task.state)})` : SAID[kind]} />`)}
    </div>
    <p class="legend">${counts.map(([kind, n]) => html`<span key=${kind}><span class="squares"><i data-is=${kind} /></span>${n} ${SAID[kind]}</span>`)}</p>`;
}
