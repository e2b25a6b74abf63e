// Why an app is not as it should be: what it waits for, what failed, how long its instances live.
import { html, useState } from '../lib/html.js';
import { ago, count, cpus, duration, exact, memory, plural, shortInstance, words } from '../lib/format.js';
import { useNow } from '../lib/signal.js';
import { denied } from '../live/me.js';
import { askFor } from '../parts/action.js';
import { Button } from '../parts/button.js';
import { TaskState } from '../parts/status.js';
import { useQueue } from './data.js';

export function Debug({ app }) {
  return html`
    <div class="scroll padded cards">
      <${Waiting} app=${app} />
      <${Unhealthy} app=${app} />
      <${LastFailure} app=${app} />
      <${Lifetimes} app=${app} />
    </div>`;
}

const FEW = 10;

const REASONS = {
  UnfulfilledRole: 'Offered to another role',
  UnfulfilledConstraint: 'Against the constraints',
  NoCorrespondingReservationFound: 'No matching reservation',
  AgentMaintenance: 'Agent goes into maintenance',
  InsufficientCpus: 'Too little CPU',
  InsufficientMemory: 'Too little memory',
  InsufficientDisk: 'Too little disk',
  InsufficientGpus: 'Too few GPUs',
  InsufficientPorts: 'Ports not free',
  DeclinedScarceResources: 'Kept for apps that need GPUs',
};

function Waiting({ app }) {
  const { value, failure, reload } = useQueue(app.id);
  const now = useNow();
  const entry = value?.entry;
  const needs = `${cpus(app.cpus)} CPU, ${memory(app.mem)} of memory${app.disk ? `, ${memory(app.disk)} of disk` : ''}${app.gpus ? `, ${plural(app.gpus, 'GPU')}` : ''}`;
  if (!value) return html`<section class="card"><h2>Why is it waiting?</h2><p class="quiet">${failure ?? 'Asking.'}</p></section>`;
  if (!entry) {
    return html`<section class="card"><h2>Why is it waiting?</h2><p class="quiet">It waits for nothing: all wanted instances are placed.</p></section>`;
  }
  const left = entry.delay.timeLeftSeconds - (now - value.read) / 1000;
  const summary = entry.processedOffersSummary;
  const start = () => askFor({
    title: `Start ${app.id} now`,
    verb: 'Start now',
    needs: [`${app.id}=update`],
    request: { method: 'DELETE', path: `/v2/queue${app.id.split('/').map(encodeURIComponent).join('/')}/delay` },
    done: `${app.id} is started without further delay.`,
    after: reload,
    Consequence: () => html`<p>Forgets that its instances failed: <strong>${plural(entry.count, 'instance')}</strong> may start at once. If they fail again, the pauses begin anew, short ones first.</p>`,
  });
  return html`
    <section class="card">
      <div class="section-head"><div><h2>Why is it waiting?</h2>
        <p class="lead">${plural(entry.count, 'instance')} not placed for ${duration((now - Date.parse(entry.since)) / 1000)}. Each needs ${needs}.</p></div></div>
      ${!entry.delay.overdue && left > 0 && html`
        <div class="consequence"><div><p>Its instances failed, so Marathon pauses before the next start: <strong>${duration(left)}</strong> to go.</p></div>
          <${Button} icon="restart" denied=${denied(`${app.id}=update`)} onClick=${start}>Start now<//></div>`}
      ${summary.processedOffersCount === 0 && entry.delay.overdue
        ? html`<p class="quiet">No offer of resources was looked at yet. Agents offer what they have free when it changes, and again every few minutes.</p>`
        : html`<${Funnel} steps=${summary.rejectSummaryLastOffers} /><${Offers} offers=${entry.lastUnusedOffers} app=${app} now=${now} />`}
    </section>`;
}

function Funnel({ steps }) {
  const offers = steps[0]?.processed ?? 0;
  if (offers === 0) return null;
  const reasons = steps.filter((step) => step.declined > 0);
  if (reasons.length === 0) return html`<p class="quiet">None of the last ${plural(offers, 'offer')} was refused for want of resources.</p>`;
  return html`
    <h3>The last ${plural(offers, 'offer')}</h3>
    <ul class="funnel">
      ${reasons.map((step) => html`
        <li key=${step.reason}><span>${REASONS[step.reason] ?? words(step.reason)}</span>
          <span class="meter"><i style=${{ width: `${(100 * step.declined) / offers}%` }} /></span><span class="numbers">${count(step.declined)} of ${count(offers)}</span></li>`)}
    </ul>`;
}

const amount = (offer, name) => offer.resources.filter((one) => one.name === name && one.scalar !== undefined).reduce((sum, one) => sum + one.scalar, 0);
const value = (attribute) => attribute.text ?? attribute.scalar ?? '';

function Offers({ offers, app, now }) {
  const [all, setAll] = useState(false);
  const newest = [...new Map(offers.map((one) => [one.offer.hostname, one])).values()].sort((a, b) => (a.offer.hostname < b.offer.hostname ? -1 : 1));
  const shown = all ? newest : newest.slice(0, 20);
  if (newest.length === 0) return null;
  return html`
    <h3>By agent</h3>
    <div class="scroll-x"><table class="plain">
      <thead><tr><th>Agent</th><th class="number wide-only">CPU free</th><th class="number wide-only">Memory free</th><th>Not used because</th><th class="wide-only">Attributes</th><th class="number">Seen</th></tr></thead>
      <tbody>${shown.map(({ offer, reason, details, timestamp }) => html`
        <tr key=${offer.hostname}><td><strong>${offer.hostname}</strong></td>
          <td class=${`number wide-only ${amount(offer, 'cpus') < app.cpus ? 'bad' : ''}`}>${cpus(amount(offer, 'cpus'))}</td>
          <td class=${`number wide-only ${amount(offer, 'mem') < app.mem ? 'bad' : ''}`}>${memory(amount(offer, 'mem'))}</td>
          <td>${reason.map((one, i) => html`<span key=${one} class="block">${REASONS[one] ?? words(one)}${details?.[i] ? html`<span class="quiet">: ${details[i]}</span>` : ''}</span>`)}</td>
          <td class="quiet small wide-only">${(offer.attributes ?? []).map((one) => `${one.name}=${value(one)}`).join(' ')}</td>
          <td class="number quiet">${ago(timestamp, now)}</td></tr>`)}</tbody>
    </table></div>
    ${shown.length < newest.length && html`<button type="button" class="link" onClick=${() => setAll(true)}>Show all ${newest.length} agents</button>`}`;
}

/** What the health checks that fail saw last; nothing where none fails. */
function Unhealthy({ app }) {
  const now = useNow();
  const failing = app.tasks.flatMap((task) => (task.healthCheckResults ?? []).filter((one) => one.alive === false).map((one) => ({ task, one })));
  if (failing.length === 0) return null;
  return html`
    <section class="card"><h2>Failing health checks</h2>
      <div class="scroll-x"><table class="plain">
        <thead><tr><th>Instance</th><th>What the check saw</th><th class="number">Failures in a row</th><th class="number wide-only">Last</th></tr></thead>
        <tbody>${failing.slice(0, FEW).map(({ task, one }, i) => html`
          <tr key=${i}><td><span class="mono">${shortInstance(task.id)}</span> <span class="quiet wide-only">on ${task.host}</span></td>
            <td class="break">${one.lastFailureCause ?? 'Not told: the check runs on the agent'}</td><td class="number">${count(one.consecutiveFailures ?? 0)}</td>
            <td class="number quiet wide-only">${one.lastFailure ? ago(one.lastFailure, now) : ''}</td></tr>`)}</tbody>
      </table></div>
      ${failing.length > FEW && html`<p class="quiet small">and ${count(failing.length - FEW)} more</p>`}
    </section>`;
}

function LastFailure({ app }) {
  const failure = app.lastTaskFailure;
  const now = useNow();
  if (!failure) return html`<section class="card"><h2>Last failure</h2><p class="quiet">No instance of it failed.</p></section>`;
  return html`
    <section class="card"><h2>Last failure</h2>
      <p class="message mono">${failure.message || 'No message'}</p>
      <dl class="pairs">
        <dt>State</dt><dd><${TaskState} state=${failure.state} /></dd>
        <dt>When</dt><dd title=${exact(failure.timestamp)}>${ago(failure.timestamp, now)}</dd>
        <dt>Instance</dt><dd class="mono" title=${failure.taskId}>${shortInstance(failure.taskId)}</dd>
        <dt>Host</dt><dd>${failure.host}</dd>
        <dt>Version</dt><dd>${exact(failure.version)}${failure.version < (app.versionInfo?.lastConfigChangeAt ?? '') ? html` <span class="quiet">(the configuration was changed since)</span>` : ''}</dd>
      </dl>
    </section>`;
}

const CLASSES = [['totalSummary', 'All'], ['withLatestConfig', 'Newest configuration'], ['withOutdatedConfig', 'Older configuration'], ['startedAfterLastScaling', 'Since the last scaling']];

function Lifetimes({ app }) {
  const stats = app.tasksStats ?? {};
  const rows = CLASSES.filter(([name]) => stats[name]);
  const median = stats.withLatestConfig?.stats.lifeTime?.medianSeconds;
  return html`
    <section class="card"><h2>How long instances live</h2>
      ${median !== undefined && median < 60 && app.lastTaskFailure && html`<p class="lead">Half of those with the newest configuration are younger than ${duration(median)}: they may be failing in a loop.</p>`}
      ${rows.length === 0 ? html`<p class="quiet">None runs.</p>` : html`
        <div class="scroll-x"><table class="plain">
          <thead><tr><th>Instances</th><th class="number">Running</th><th class="number">Healthy</th><th class="number">Unhealthy</th><th class="number">Starting</th><th class="number">Median age</th><th class="number">Average age</th></tr></thead>
          <tbody>${rows.map(([name, title]) => {
            const { counts, lifeTime } = stats[name].stats;
            return html`<tr key=${name}><td>${title}</td><td class="number">${counts.running}</td><td class="number">${counts.healthy}</td><td class="number">${counts.unhealthy}</td><td class="number">${counts.staged}</td>
              <td class="number">${lifeTime ? duration(lifeTime.medianSeconds) : ''}</td><td class="number">${lifeTime ? duration(lifeTime.averageSeconds) : ''}</td></tr>`;
          })}</tbody></table></div>`}
    </section>`;
}
