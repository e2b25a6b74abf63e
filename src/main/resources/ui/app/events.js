// What happened to one app.
import { html, useEffect, useReducer, useState } from '../lib/html.js';
import { date, plural, shortInstance, words } from '../lib/format.js';
import { onEvents, recent } from '../live/live.js';
import { appsOf } from '../live/model.js';
import { history } from '../live/history.js';
import { Button } from '../parts/button.js';

const MOST = 1000;
const HOUR = 3_600_000;

/** What an event says beyond its type. */
export function said({ type, data }) {
  switch (type) {
    case 'status_update_event': return [words(data.taskStatus), data.host, data.message].filter(Boolean).join(' · ');
    case 'instance_changed_event': return [words(data.condition), data.host].filter(Boolean).join(' · ');
    case 'instance_health_changed_event': return data.healthy === true ? 'Healthy' : data.healthy === false ? 'Unhealthy' : 'Unknown';
    case 'health_status_changed_event': return data.alive ? 'Alive' : 'Not alive';
    case 'failed_health_check_event': return words(data.healthCheck?.protocol ?? '');
    case 'unhealthy_instance_kill_event': return data.reason ?? '';
    case 'api_post_event': return `from ${data.clientIp}`;
    case 'deployment_info':
    case 'deployment_step_success':
    case 'deployment_step_failure': return (data.currentStep?.actions ?? []).slice(0, 3).map((one) => `${words(one.action)} ${one.app}`).join(', ');
    case 'deployment_failed': return data.reason ?? '';
    default: return '';
  }
}

const instanceOf = ({ data }) => data.instanceId ?? data.taskId;
const of = (id) => (event) => appsOf(event).includes(id);

export function Events({ id }) {
  const [, redraw] = useReducer((n) => n + 1, 0);
  const [older, setOlder] = useState({ events: [], state: 'none' });
  useEffect(() => onEvents((events) => events.some(of(id)) && redraw()), [id]);
  const load = async () => {
    setOlder({ events: [], state: 'loading' });
    const events = await history(Date.now() - HOUR, of(id)).catch(() => null);
    setOlder(events ? { events, state: 'loaded' } : { events: [], state: 'failed' });
  };
  const known = new Set();
  const shown = [...older.events, ...recent.filter(of(id))].filter((event) => {
    if (event.id === null) return true;
    const isNew = !known.has(event.id);
    known.add(event.id);
    return isNew;
  }).slice(-MOST).reverse();
  return html`
    <div class="scroll padded">
      <div class="section-head"><div><h2>Events</h2><p class="quiet small">${shown.length === 0 ? 'None since this browser listens.' : plural(shown.length, 'event')}</p></div><span class="gap" />
        ${older.state !== 'loaded' && html`<${Button} icon="clock" disabled=${older.state === 'loading'} onClick=${load}>${older.state === 'loading' ? 'Loading' : 'Load the last hour'}<//>`}</div>
      ${older.state === 'failed' && html`<p class="failure" role="alert">Older events could not be read.</p>`}
      <div class="scroll-x"><table class="plain events">
        <tbody>${shown.map((event, i) => html`
          <tr key=${event.id ?? `x${i}`}><td class="quiet nowrap">${date(event.data.timestamp)}</td><td class="nowrap"><strong>${words(event.type)}</strong></td>
            <td class="mono">${instanceOf(event) ? shortInstance(instanceOf(event)) : ''}</td><td>${said(event)}</td></tr>`)}</tbody>
      </table></div>
    </div>`;
}
