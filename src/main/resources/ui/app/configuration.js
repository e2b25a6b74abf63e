// An app's definition, its history, and the way back.
import { html, useMemo, useState } from '../lib/html.js';
import { appPath, get } from '../lib/api.js';
import { ago, exact } from '../lib/format.js';
import { useLoad } from '../lib/load.js';
import { to, toApp } from '../lib/router.js';
import { useNow } from '../lib/signal.js';
import { denied } from '../live/me.js';
import { Button, Copy, LinkButton } from '../parts/button.js';
import { askFor } from '../parts/action.js';
import { Diff, Json } from '../parts/json.js';
import { Plan } from '../parts/plan.js';

/** What is shown besides the definition, or differs in every version. */
const NOT_DEFINITION = ['tasks', 'tasksStaged', 'tasksRunning', 'tasksHealthy', 'tasksUnhealthy', 'deployments', 'lastTaskFailure',
  'tasksStats', 'readinessCheckResults', 'version', 'versionInfo'];

export const definitionOf = (app) => Object.fromEntries(Object.entries(app).filter(([name]) => !NOT_DEFINITION.includes(name)));

export function Configuration({ app, version }) {
  const { value: versions, failure } = useLoad((abort) => get(`${appPath(app.id)}/versions`, abort).then((one) => one.versions), `${app.id} ${app.version}`);
  const shown = version ?? app.version;
  const old = shown !== app.version;
  const now = useNow(10_000);
  return html`
    <div class="split">
      <nav class="versions scroll" aria-label="Versions">
        <h2>History</h2>
        ${failure && html`<p class="failure">${failure}</p>`}
        ${(versions ?? [app.version]).map((one) => html`
          <a key=${one} href=${toApp(app.id, { tab: 'configuration', version: one === app.version ? '' : one })} aria-current=${one === shown ? 'page' : undefined}>
            <span>${one === app.version ? 'Current' : ago(one, now)}</span><small>${exact(one)}</small></a>`)}
      </nav>
      <section class="scroll padded" aria-label="Definition">
        ${old ? html`<${Old} key=${shown} app=${app} version=${shown} />` : html`
          <div class="section-head"><h2>Definition</h2><span class="gap" />
            <${Copy} text=${() => JSON.stringify(definitionOf(app), null, 2)}>Copy JSON<//>
            <${LinkButton} icon="edit" denied=${denied(`${app.id}=update`)} href=${to(`edit${app.id}`)}>Edit<//></div>
          <${Json} value=${definitionOf(app)} label="Definition" />`}
      </section>
    </div>`;
}

function Old({ app, version }) {
  const [whole, setWhole] = useState(false);
  const { value: old, failure } = useLoad((abort) => get(`${appPath(app.id)}/versions/${encodeURIComponent(version)}`, abort), `${app.id} ${version}`);
  const before = useMemo(() => definitionOf(app), [app.version]);
  const after = useMemo(() => old && definitionOf(old), [old]);
  const request = { method: 'PUT', path: appPath(app.id), body: { version } };
  const apply = () => askFor({
    title: `Go back to the version of ${exact(version)}`,
    verb: 'Apply this version',
    needs: [`${app.id}=update`],
    request,
    done: `Going back to an earlier version of ${app.id}.`,
    Consequence: () => html`<${Plan} request=${request} after=${old} />`,
  });
  return html`
    <div class="section-head">
      <div><h2>${whole ? 'Version' : 'What would change'}</h2><p class="quiet small">${whole ? exact(version) : 'from the current definition to this one'}</p></div>
      <span class="gap" />
      <${Button} onClick=${() => setWhole(!whole)}>${whole ? 'Show differences' : 'Show all of it'}<//>
      <${Button} kind="primary" icon="undo" disabled=${!old} denied=${denied(`${app.id}=update`)} onClick=${apply}>Apply this version<//>
    </div>
    ${failure ? html`<p class="failure" role="alert">${failure}</p>` : after && (whole
      ? html`<${Json} value=${after} label="Definition" />`
      : html`<${Diff} before=${before} after=${after} label="Differences" />`)}`;
}
