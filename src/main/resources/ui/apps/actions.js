// What can be done to an app or a group, with its consequences.
import { html, useEffect, useState } from '../lib/html.js';
import { appPath, get } from '../lib/api.js';
import { cpus, memory, plural } from '../lib/format.js';
import { go, to } from '../lib/router.js';
import { denied } from '../live/me.js';
import { askFor } from '../parts/action.js';

const change = (app, body) => ({ method: 'PUT', path: appPath(app.id), body });
const held = (app) => app.running + app.staged;

export function scale(app) {
  askFor({
    title: `Scale ${app.id}`,
    needs: [`${app.id}=update`],
    verb: 'Scale',
    initial: String(app.instances),
    valid: (value) => /^\d{1,6}$/.test(value) && Number(value) !== app.instances,
    request: (value) => change(app, { instances: Number(value) || 0 }),
    done: (value) => `Scaling ${app.id} to ${plural(Number(value), 'instance')}.`,
    Input: ({ value, onInput }) => html`
      <label class="field"><span>Instances</span>
        <input type="number" min="0" max="999999" step="1" data-first value=${value} onInput=${(event) => onInput(event.target.value)} /></label>`,
    Consequence: ({ value }) => {
      const more = Number(value) - app.instances;
      if (!/^\d+$/.test(value)) return html`<p>Give a whole number of instances.</p>`;
      if (more === 0) return html`<p>${app.id} has ${plural(app.instances, 'instance')} now.</p>`;
      if (more > 0) return html`<p>Starts <strong>${plural(more, 'more instance', 'more instances')}</strong>, needing ${cpus(more * app.cpus)} CPU and ${memory(more * app.mem)} of memory in all.</p>`;
      if (Number(value) === 0) return html`<p>Stops <strong>all ${plural(held(app), 'instance')}</strong>. The app stays, suspended, until it is scaled up.</p>`;
      return html`<p>Stops <strong>${plural(-more, 'instance')}</strong>; ${Number(value)} of ${app.instances} stay.</p>`;
    },
  });
}

function Rolling({ app }) {
  const [strategy, set] = useState(null);
  useEffect(() => {
    get(`/v2/apps?fields=upgradeStrategy&ids=${encodeURIComponent(app.id)}`).then(({ apps }) => set(apps[0]?.upgradeStrategy), () => {});
  }, []);
  if (app.instances === 0) return html`<p>The app has no instances; nothing restarts.</p>`;
  const keep = strategy && Math.ceil(strategy.minimumHealthCapacity * app.instances);
  const most = strategy && app.instances + Math.floor(strategy.maximumOverCapacity * app.instances);
  return html`
    <p>Replaces <strong>all ${plural(app.instances, 'instance')}</strong> one after the other by new ones of the same configuration.</p>
    ${strategy && html`<p>At least ${keep} keep running meanwhile, at most ${most} run at once.</p>`}`;
}

export function restart(app) {
  askFor({
    title: `Restart ${app.id}`,
    needs: [`${app.id}=update`],
    verb: 'Restart',
    request: { method: 'POST', path: `${appPath(app.id)}/restart` },
    done: `Restarting ${app.id}.`,
    Consequence: () => html`<${Rolling} app=${app} />`,
  });
}

export function suspend(app) {
  askFor({
    title: `Suspend ${app.id}`,
    needs: [`${app.id}=update`],
    verb: 'Suspend',
    danger: true,
    request: change(app, { instances: 0 }),
    done: `Suspending ${app.id}.`,
    Consequence: () => html`<p>Stops <strong>all ${plural(held(app), 'instance')}</strong>: nothing answers for this app until it is scaled up again. Its configuration and history stay.</p>`,
  });
}

export function destroy(app, after) {
  askFor({
    title: `Destroy ${app.id}`,
    needs: [`${app.id}=delete`],
    verb: 'Destroy',
    danger: true,
    request: { method: 'DELETE', path: appPath(app.id) },
    done: `Destroying ${app.id}.`,
    after,
    Consequence: () => html`<p>Stops <strong>all ${plural(held(app), 'instance')}</strong> and removes the app with its configuration and history. This cannot be undone.</p>`,
  });
}

export function destroyGroup(group, total) {
  askFor({
    title: `Destroy group ${group}`,
    needs: [`${group}=delete`],
    verb: 'Destroy group',
    danger: true,
    request: { method: 'DELETE', path: `/v2/groups${group.split('/').map(encodeURIComponent).join('/')}` },
    done: `Destroying ${group}.`,
    Consequence: () => total.apps === 0
      ? html`<p>Removes the empty group.</p>`
      : html`<p>Removes the group with <strong>${plural(total.apps, 'app')}</strong> and everything below it, and stops ${plural(total.running + total.staged, 'instance')}. This cannot be undone.</p>`,
  });
}

/** Entries of the menu of an app. */
export function menuOf(app, after) {
  const change = denied(`${app.id}=update`);
  return [
    { label: 'Scale', icon: 'scale', denied: change, run: () => scale(app) },
    { label: 'Restart', icon: 'restart', denied: change, run: () => restart(app) },
    { label: 'Edit', icon: 'edit', denied: change, run: () => go(to(`edit${app.id}`)) },
    null,
    ...(app.instances > 0 ? [{ label: 'Suspend', icon: 'suspend', denied: change, run: () => suspend(app) }] : []),
    { label: 'Destroy', icon: 'destroy', danger: true, denied: denied(`${app.id}=delete`), run: () => destroy(app, after) },
  ];
}
