// Who changed this app, when and why: the audit log.
import { html, useState } from '../lib/html.js';
import { get, whyNot } from '../lib/api.js';
import { ago, exact, plural, words } from '../lib/format.js';
import { useLoad } from '../lib/load.js';
import { to, toApp } from '../lib/router.js';
import { useNow } from '../lib/signal.js';
import { Button } from '../parts/button.js';
import { Nothing } from '../shell/page.js';

const LIMIT = 50;

const read = (id, before, abort) => get(`/v2/audit?${new URLSearchParams({ app: id, limit: LIMIT, ...(before ? { before } : {}) })}`, abort).then(({ entries }) => entries);

const DONE = {
  StartApplication: 'Created', ScaleApplication: 'Scaled', RestartApplication: 'Changed, restarting its instances', StopApplication: 'Destroyed',
  kill: 'Killed instances', cancel_deployment: 'Stopped a deployment', reset_delay: 'Reset the launch delay',
};

/** What was done to this app, of all that one change did. */
function said(entry, id) {
  const here = entry.apps?.find((one) => one.id === id);
  const text = here?.action ? DONE[here.action] ?? words(here.action) : entry.action === 'change' ? 'Changed the definition' : DONE[entry.action] ?? words(entry.action);
  const others = (entry.apps?.length ?? 1) - 1;
  return others > 0 ? `${text}, with ${plural(others, 'other app', 'other apps')}` : text;
}

export function Changes({ app }) {
  const id = app.id;
  const now = useNow(10_000);
  const { value, failure, missing } = useLoad((abort) => read(id, null, abort), `${id} ${app.version} ${app.deployments?.length}`);
  const [older, setOlder] = useState({ entries: [], more: true, failure: null });
  const newest = value ?? [];
  const entries = [...newest, ...older.entries.filter((one) => !newest.some((other) => other.id === one.id))];
  const more = older.entries.length ? older.more : newest.length === LIMIT;
  const load = async () => {
    try {
      const next = await read(id, entries.at(-1).id);
      setOlder({ entries: [...older.entries, ...next], more: next.length === LIMIT, failure: null });
    } catch (one) {
      setOlder({ ...older, failure: whyNot(one) });
    }
  };
  if (failure && !value) return html`<${Nothing} title="The changes could not be read">${missing ? 'This server keeps no such log.' : failure}<//>`;
  if (value && entries.length === 0) return html`<${Nothing} title="No changes kept">Changes are kept for a time only; see audit.retention.<//>`;
  return html`
    <div class="scroll padded" tabindex="-1">
      <ol class="changes">
        ${entries.map((one) => html`
          <li key=${one.id}>
            <i class="avatar" aria-hidden="true">${[...one.user][0]?.toUpperCase()}</i>
            <div>
              <p><strong>${one.user}</strong> <span class="quiet" title=${exact(one.timestamp)}>${ago(one.timestamp, now)}</span></p>
              <p>${said(one, id)}</p>
              ${one.reason && html`<blockquote>${one.reason}</blockquote>`}
              <p class="small quiet">${one.clientIp && `from ${one.clientIp}`}
                ${one.version && html` · <a href=${toApp(id, { tab: 'configuration', version: one.version === app.version ? '' : one.version })}>this version</a>`}
                ${one.deploymentId && html` · <a href=${to(`deployments/${one.deploymentId}`)}>deployment ${one.deploymentId.slice(0, 8)}</a>`}</p>
            </div>
          </li>`)}
      </ol>
      ${older.failure && html`<p class="failure" role="alert">${older.failure}</p>`}
      ${more && entries.length > 0 && html`<${Button} onClick=${load}>Earlier changes<//>`}
    </div>`;
}
