// Rows of the list of apps.
import { html, useMemo } from '../lib/html.js';
import { count, cpus, groupOf, memory, nameOf, plural } from '../lib/format.js';
import { toApp, toGroup } from '../lib/router.js';
import { denied } from '../live/me.js';
import { HealthBar, Status } from '../parts/status.js';
import { Icon } from '../parts/icon.js';
import { Menu } from '../parts/menu.js';
import { destroyGroup, menuOf } from './actions.js';

const Cell = ({ name, children, label }) => html`<div role="cell" class="cell" data-column=${name} aria-label=${label}>${children}</div>`;

function Labels({ labels }) {
  return labels.length > 0 && html`
    <span class="labels">${labels.slice(0, 2).map(([name, value]) => html`<span key=${name} class="chip" title=${`${name}=${value}`}>${value || name}</span>`)}
      ${labels.length > 2 && html`<span class="chip" title=${labels.slice(2).map(([name, value]) => `${name}=${value}`).join('\n')}>+${labels.length - 2}</span>`}</span>`;
}

/** Drawn again only when something that it shows has changed: most of a list has not. */
export function AppRow({ row: { app, status }, index, chosen, relative }) {
  return useMemo(() => drawn(app, status, index, chosen, relative), [app, status, index, chosen, relative]);
}

function drawn(app, status, index, chosen, relative) {
  const group = groupOf(app.id);
  return html`
    <div role="row" class="row" aria-rowindex=${index + 2} data-chosen=${chosen} data-row=${app.id} data-app=${app.id}>
      <${Cell} name="name">
        <a class="name" href=${toApp(app.id)}>
          <${Icon} name="app" />
          <span class="cut" title=${app.id}>${!relative && group !== '/' && html`<span class="quiet">${group.slice(1)}/</span>`}<strong>${app.name}</strong></span>
        </a>
        <${Labels} labels=${app.labels} />
      <//>
      <${Cell} name="status"><${Status} name=${status} /><//>
      <${Cell} name="instances" label=${`${app.running} of ${app.instances} running`}>
        <span class=${app.running < app.instances ? 'short' : ''}>${count(app.running)}</span><span class="quiet"> / ${count(app.instances)}</span><//>
      <${Cell} name="health"><${HealthBar} app=${app} /><//>
      <${Cell} name="cpus"><span title=${`${cpus(app.cpus)} per instance`}>${cpus(app.cpus * app.instances)}</span><//>
      <${Cell} name="mem"><span title=${`${memory(app.mem)} per instance`}>${memory(app.mem * app.instances)}</span><//>
      <${Cell} name="menu"><${Menu} label=${`Actions of ${app.id}`} items=${() => menuOf(app)} /><//>
    </div>`;
}

const TROUBLES = ['Waiting', 'Delayed', 'Deploying'];

function FolderStatus({ statuses }) {
  const trouble = TROUBLES.find((name) => statuses.has(name));
  return trouble
    ? html`<span class="status" data-status=${trouble}><i class="dot" />${statuses.get(trouble)} ${trouble.toLowerCase()}</span>`
    : html`<span class="quiet">${statuses.size === 0 ? 'Empty' : [...statuses.keys()].length === 1 && statuses.has('Suspended') ? 'Suspended' : html`<${Status} name="Running" />`}</span>`;
}

export function FolderRow({ row, index, chosen }) {
  const { folder, total } = row;
  return html`
    <div role="row" class="row" aria-rowindex=${index + 2} data-chosen=${chosen} data-row=${folder} data-folder=${folder}>
      <${Cell} name="name">
        <a class="name" href=${toGroup(folder)}><${Icon} name="folder" /><span class="cut"><strong>${nameOf(folder)}</strong></span></a>
        <span class="quiet small">${plural(total.apps, 'app')}</span>
      <//>
      <${Cell} name="status"><${FolderStatus} statuses=${row.statuses} /><//>
      <${Cell} name="instances" label=${`${total.running} of ${total.instances} running`}>
        <span class=${total.running < total.instances ? 'short' : ''}>${count(total.running)}</span><span class="quiet"> / ${count(total.instances)}</span><//>
      <${Cell} name="health"><${HealthBar} app=${total} /><//>
      <${Cell} name="cpus">${cpus(total.cpus)}<//>
      <${Cell} name="mem">${memory(total.mem)}<//>
      <${Cell} name="menu"><${Menu} label=${`Actions of group ${folder}`} items=${() => [
        { label: 'Destroy group', icon: 'destroy', danger: true, denied: denied(`${folder}=delete`), run: () => destroyGroup(folder, total) },
      ]} /><//>
    </div>`;
}
