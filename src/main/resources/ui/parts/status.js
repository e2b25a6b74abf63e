// Status and health of apps and instances.
import { html } from '../lib/html.js';
import { words } from '../lib/format.js';
import { healthOf } from '../live/model.js';

export const Status = ({ name }) => html`<span class="status" data-status=${name}><i class="dot" />${name}</span>`;

const TONES = {
  TASK_RUNNING: 'good', TASK_STAGING: 'busy', TASK_STARTING: 'busy', TASK_KILLING: 'busy', TASK_UNREACHABLE: 'warn',
  TASK_FAILED: 'bad', TASK_ERROR: 'bad', TASK_LOST: 'bad', TASK_GONE: 'bad', TASK_DROPPED: 'bad',
};

export const TaskState = ({ state }) => html`
  <span class="status" data-tone=${TONES[state] ?? 'quiet'}><i class="dot" />${words(state)}</span>`;

const PARTS = [
  ['healthy', 'healthy'], ['unhealthy', 'unhealthy'], ['unknown', 'running, health unknown'],
  ['staged', 'starting'], ['over', 'over capacity'], ['unscheduled', 'not placed'],
];

/** What the bar shows, in words. */
export function healthText(app) {
  const health = healthOf(app);
  const parts = PARTS.filter(([part]) => health[part] > 0).map(([part, text]) => `${health[part]} ${text}`);
  return parts.length ? parts.join(', ') : 'no instances';
}

export function HealthBar({ app }) {
  const health = healthOf(app);
  const text = healthText(app);
  return html`
    <span class="health" role="img" aria-label=${text} title=${text}>
      ${PARTS.filter(([part]) => health[part] > 0).map(([part]) => html`<i key=${part} data-part=${part} style=${{ flexGrow: health[part] }} />`)}
    </span>`;
}

/** Health of one instance out of its checks: true, false or null. */
export function aliveOf(task, checks) {
  const results = task.healthCheckResults ?? [];
  if (results.some((one) => one.alive === false)) return false;
  return results.length > 0 && results.length >= checks && results.every((one) => one.alive) ? true : null;
}

/** What the checks that fail saw last. */
const causesOf = (task) => (task.healthCheckResults ?? []).filter((one) => one.alive === false && one.lastFailureCause).map((one) => one.lastFailureCause).join('\n');

export const Health = ({ task, checks }) => {
  if (!checks) return html`<span class="quiet">No checks</span>`;
  const alive = aliveOf(task, checks);
  const [name, tone] = alive === true ? ['Healthy', 'good'] : alive === false ? ['Unhealthy', 'bad'] : ['Unknown', 'quiet'];
  return html`<span class="status" data-tone=${tone} title=${causesOf(task) || undefined}><i class="dot" />${name}</span>`;
};
