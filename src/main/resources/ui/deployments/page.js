// Running deployments, what they do and wait for, and how the last ones ended.
import { html, useEffect, useReducer, useState } from '../lib/html.js';
import { ago, count, duration, exact, plural, words } from '../lib/format.js';
import { to, toApp } from '../lib/router.js';
import { useNow } from '../lib/signal.js';
import { onEvents, recent } from '../live/live.js';
import { history } from '../live/history.js';
import { denied } from '../live/me.js';
import { useApp } from '../app/data.js';
import { askFor } from '../parts/action.js';
import { Button } from '../parts/button.js';
import { Icon } from '../parts/icon.js';
import { Crumbs, Nothing, Page } from '../shell/page.js';
import { Squares, is } from './squares.js';

const FEW = 5; // actions of a step, at first
const PART = 50; // more of them, or of deployments, with each wish: each action asks for its app
const HOUR = 3_600_000;
const ENDS = ['deployment_success', 'deployment_failed'];

export function DeploymentsPage({ known, id }) {
  const now = useNow();
  const ended = useEnded();
  const [room, setRoom] = useState(PART);
  const running = id ? known.deployments.filter((one) => one.id === id) : known.deployments;
  const shown = running.slice(0, room);
  const past = id ? ended.filter((one) => one.data.id === id) : ended;
  const crumbs = [{ text: 'Deployments', href: to('deployments') }, ...(id ? [{ text: id.slice(0, 8), href: to(`deployments/${id}`) }] : [])];
  return html`
    <${Page} title="Deployments" crumbs=${html`<${Crumbs} items=${crumbs} copy=${id} />`} scroll>
      <div class="cards">
        ${shown.map((one) => html`<${Deployment} key=${one.id} deployment=${one} known=${known} now=${now} open=${Boolean(id) || shown.length === 1} />`)}
        ${shown.length < running.length && html`<p class="center"><${Button} onClick=${() => setRoom(room + PART)}>Show more of ${count(running.length)} deployments<//></p>`}
        ${known.loaded && shown.length === 0 && !(id && past.length) && html`
          <${Nothing} title=${id ? 'This deployment has ended' : 'No deployment is running'}>${id ? 'Or it never began. Only running deployments can be looked at.' : 'Every change of an application is a deployment: it shows here while it runs.'}<//>`}
        ${past.length > 0 && html`<${Ended} events=${past} now=${now} />`}
      </div>
    <//>`;
}

/** How deployments of the last hour ended, newest first. */
function useEnded() {
  const [older, setOlder] = useState([]);
  const [, redraw] = useReducer((n) => n + 1, 0);
  useEffect(() => {
    const ends = ({ type }) => ENDS.includes(type);
    history(Date.now() - HOUR, ends, ENDS).then(setOlder, () => {});
    return onEvents((events) => events.some(ends) && redraw());
  }, []);
  const byId = new Map();
  [...older, ...recent.filter(({ type }) => ENDS.includes(type))].forEach((event) => byId.set(event.data.id, event));
  return [...byId.values()].sort((a, b) => (a.data.timestamp < b.data.timestamp ? 1 : -1)).slice(0, 100);
}

const needsOf = (deployment) => deployment.affectedApps.map((id) => `${id}=update`);

const appsIn = (plan) => [...new Set(plan.steps.flatMap((step) => step.actions.map((one) => one.app)))];

function titleOf(apps) {
  return apps.length === 1 ? apps[0] : `${apps[0]} and ${plural(apps.length - 1, 'more app', 'more apps')}`;
}

function Deployment({ deployment, known, now, open }) {
  const [room, setRoom] = useState(FEW);
  const apps = deployment.affectedApps;
  const current = deployment.currentStep;
  const state = (i) => (i + 1 < current ? 'done' : i + 1 === current ? 'now' : 'later');
  return html`
    <article class="card deployment" data-deployment=${deployment.id}>
      <div class="section-head">
        <div><h2 class="cut"><a href=${to(`deployments/${deployment.id}`)}>${titleOf(apps)}</a></h2>
          <p class="quiet small numbers">Step ${current} of ${deployment.totalSteps} · running for <span title=${exact(deployment.version)}>${duration((now - Date.parse(deployment.version)) / 1000)}</span> · <span class="mono">${deployment.id.slice(0, 8)}</span></p></div>
        <span class="gap" />
        <${Button} icon="undo" denied=${denied(...needsOf(deployment))} onClick=${() => rollBack(deployment)}>Roll back<//>
        <${Button} icon="stop" denied=${denied(...needsOf(deployment))} onClick=${() => stop(deployment)}>Stop<//>
      </div>
      <div class="progress" role="progressbar" aria-label="Steps" aria-valuemin="0" aria-valuemax=${deployment.totalSteps} aria-valuenow=${Math.max(0, current - 1)}>
        ${deployment.steps.map((_, i) => html`<i key=${i} data-state=${state(i)} />`)}</div>
      <ol class="steps">
        ${deployment.steps.map((step, i) => (open || state(i) === 'now') && html`
          <li key=${i} data-state=${state(i)}><b>${state(i) === 'done' ? html`<${Icon} name="check" size="12" />` : i + 1}</b>
            <div>${step.actions.slice(0, room).map((one) => state(i) === 'now'
              ? html`<${Act} key=${one.app} action=${deployment.currentActions.find((other) => other.app === one.app) ?? one} version=${deployment.version} known=${known} now=${now} />`
              : html`<p key=${one.app}>${words(one.action)} ${one.app}</p>`)}
              ${step.actions.length > room && html`<button type="button" class="link" onClick=${() => setRoom(room + PART)}>${count(step.actions.length - room)} more</button>`}</div></li>`)}
      </ol>
    </article>`;
}

function Act({ action, version, known, now }) {
  const { value: app } = useApp(action.app);
  const queued = known.queue.get(action.app);
  return html`
    <div class="act">
      <p>${words(action.action)} <a href=${toApp(action.app)}><strong>${action.app}</strong></a></p>
      ${app && html`<${Squares} app=${app} version=${version} />
        <p class="small quiet">${waitsFor(action, app, version, queued, now)} ${queued && html`<a href=${toApp(action.app, { tab: 'debug' })}>Why?</a>`}</p>`}
    </div>`;
}

/** What the step waits for, in words. */
function waitsFor(action, app, version, queued, now) {
  if (action.action === 'StopApplication') return `Waits until ${plural(app.tasks.length, 'instance')} ended.`;
  const notReady = (action.readinessCheckResults ?? []).filter((one) => !one.ready);
  if (notReady.length) return `Waits for the readiness of ${plural(notReady.length, 'instance')}; the last answer was ${notReady[0].lastResponse?.status ?? 'none'}.`;
  if (queued && queued.notBefore > now) return `${plural(queued.count, 'instance')} failed; the next try is in ${duration((queued.notBefore - now) / 1000)}.`;
  if (queued && queued.count > 0) return `${plural(queued.count, 'instance')} ${queued.count === 1 ? 'waits for an offer that suits it' : 'wait for offers that suit them'}.`;
  if (action.action === 'RestartApplication') return `${app.tasks.filter((task) => is(task, app, version) === 'new').length} of ${plural(app.instances, 'new instance')} ready.`;
  if (app.tasksStaged > 0) return `${plural(app.tasksStaged, 'instance')} starting.`;
  if (app.healthChecks?.length && app.tasksHealthy < app.instances) return `${app.tasksHealthy} of ${plural(app.instances, 'instance')} healthy.`;
  return `${app.tasksRunning} of ${plural(app.instances, 'instance')} run.`;
}

function Ended({ events, now }) {
  return html`
    <section class="card"><h2>Ended in the last hour</h2>
      <div class="scroll-x"><table class="plain"><tbody>
        ${events.map((event) => {
          const good = event.type === 'deployment_success';
          return html`<tr key=${event.data.id} data-ended=${event.data.id}>
            <td><span class="status" data-tone=${good ? 'good' : 'bad'}><i class="dot" />${good ? 'Done' : 'Stopped'}</span></td>
            <td><strong>${appsIn(event.data.plan).length ? titleOf(appsIn(event.data.plan)) : 'Definition only'}</strong>${event.data.reason ? html`<span class="block quiet small">${event.data.reason}</span>` : ''}</td>
            <td class="quiet">${event.data.plan.version ? `took ${duration((Date.parse(event.data.timestamp) - Date.parse(event.data.plan.version)) / 1000)}` : ''}</td>
            <td class="number quiet" title=${exact(event.data.timestamp)}>${ago(event.data.timestamp, now)}</td>
            <td class="mono quiet">${event.data.id.slice(0, 8)}</td></tr>`;
        })}</tbody></table></div>
    </section>`;
}

function rollBack(deployment) {
  askFor({
    title: `Roll back deployment ${deployment.id.slice(0, 8)}`,
    needs: needsOf(deployment),
    verb: 'Roll back',
    danger: true,
    request: { method: 'DELETE', path: `/v2/deployments/${deployment.id}` },
    done: 'Rolling back.',
    Consequence: () => html`<p>Ends this deployment and starts another that brings <strong>${titleOf(deployment.affectedApps)}</strong> back to how ${deployment.affectedApps.length === 1 ? 'it was' : 'they were'} before. Instances that were replaced already are replaced again; apps it created are removed.</p>`,
  });
}

function stop(deployment) {
  askFor({
    title: `Stop deployment ${deployment.id.slice(0, 8)}`,
    needs: needsOf(deployment),
    verb: 'Stop it here',
    danger: true,
    request: { method: 'DELETE', path: `/v2/deployments/${deployment.id}?force=true` },
    done: 'The deployment is stopped.',
    Consequence: () => html`<p>Stops <strong>where it is</strong>: nothing is undone. Old and new instances of ${titleOf(deployment.affectedApps)} may run side by side until the next change.</p>`,
  });
}
