// The page of one app.
import { html } from '../lib/html.js';
import { ago, cpus, exact, groupOf, memory, nameOf, plural } from '../lib/format.js';
import { useKeys } from '../lib/keys.js';
import { go, to, toApp, toGroup } from '../lib/router.js';
import { useNow } from '../lib/signal.js';
import { denied } from '../live/me.js';
import { statusOf } from '../live/model.js';
import { Button, LinkButton } from '../parts/button.js';
import { Icon } from '../parts/icon.js';
import { Menu } from '../parts/menu.js';
import { HealthBar, Status, healthText } from '../parts/status.js';
import { Crumbs, Loading, Nothing, Page, Tabs } from '../shell/page.js';
import { menuOf, restart, scale } from '../apps/actions.js';
import { asRow, useApp } from './data.js';
import { Changes } from './changes.js';
import { Configuration } from './configuration.js';
import { Debug } from './debug.js';
import { Events } from './events.js';
import { Files } from './files.js';
import { Instances } from './instances.js';
import { Logs } from './logs.js';

const TABS = [['instances', 'Instances'], ['logs', 'Logs'], ['files', 'Files'], ['configuration', 'Configuration'], ['debug', 'Debug'], ['events', 'Events'], ['changes', 'Changes']];

export function AppPage({ id, known, query }) {
  const { value: app, missing, failure } = useApp(id);
  const tab = TABS.some(([name]) => name === query.get('tab')) ? query.get('tab') : 'instances';
  const row = app && asRow(app);
  const up = { keys: ['u'], label: 'Up to its group', run: () => go(toGroup(groupOf(id))) };
  useKeys(app ? [
    { keys: ['s'], label: 'Scale', run: () => scale(row) },
    { keys: ['r'], label: 'Restart', run: () => restart(row) },
    { keys: ['e'], label: 'Edit', run: () => go(to(`edit${id}`)) },
    ...TABS.map(([name, title], i) => ({ keys: [String(i + 1)], label: `Tab ${title}`, run: () => go(toApp(id, { tab: i ? name : '' })) })),
    up,
  ] : [up]);
  const change = denied(`${id}=update`);
  const toGroupAfter = () => go(toGroup(groupOf(id)));
  return html`
    <${Page} title=${nameOf(id)} crumbs=${html`<${Crumbs} items=${crumbs(id)} copy=${id} />`}
      actions=${app && html`
        <${Button} icon="scale" denied=${change} onClick=${() => scale(row)}>Scale<//>
        <${Button} icon="restart" denied=${change} onClick=${() => restart(row)}>Restart<//>
        <${LinkButton} icon="edit" denied=${change} href=${to(`edit${id}`)}>Edit<//>
        <${Menu} kind="plain" label="More actions" items=${() => menuOf(row, toGroupAfter).slice(4)} />`}>
      ${app ? html`
        <${Facts} app=${app} row=${row} known=${known} brief=${tab !== 'instances'} />
        <${Tabs} current=${tab} items=${TABS.map(([name, title], i) => ({ name, title, href: toApp(id, { tab: i ? name : '' }), badge: name === 'instances' ? app.tasks.length : '' }))} />
        ${tab === 'instances' && html`<${Instances} app=${app} text=${query.get('q') ?? ''} />`}
        ${tab === 'configuration' && html`<${Configuration} app=${app} version=${query.get('version')} />`}
        ${tab === 'debug' && html`<${Debug} app=${app} />`}
        ${tab === 'logs' && html`<${Logs} app=${app} query=${query} />`}
        ${tab === 'files' && html`<${Files} app=${app} query=${query} />`}
        ${tab === 'changes' && html`<${Changes} app=${app} />`}
        ${tab === 'events' && html`<${Events} id=${id} />`}`
      : missing ? html`<${Nothing} title="There is no such application">${id} does not exist, or not any more.<//>`
      : failure ? html`<${Nothing} title="The application could not be read">${denied(`${id}=view`) ?? failure}<//>`
      : html`<${Loading} />`}
    <//>`;
}

const crumbs = (id) => {
  const parts = id.split('/').filter(Boolean);
  return [
    { text: 'Applications', href: to('apps') },
    ...parts.map((part, i) => ({ text: part, href: i < parts.length - 1 ? toGroup(`/${parts.slice(0, i + 1).join('/')}`) : toApp(id) })),
  ];
};

function Facts({ app, row, known, brief }) {
  const now = useNow();
  const status = statusOf(row, known.queue.get(app.id), now);
  const deployment = row.deployment && known.deployments.find((one) => one.id === row.deployment);
  const image = app.container?.docker?.image;
  return html`
    <dl class="facts of-app" data-brief=${brief}>
      <div><dt>Status</dt><dd><${Status} name=${status} />
        ${row.deployment && html`<a class="small" href=${to(`deployments/${row.deployment}`)}>${deployment ? `step ${deployment.currentStep} of ${deployment.totalSteps}` : 'deployment'}</a>`}
        ${(status === 'Waiting' || status === 'Delayed') && html`<a class="small" href=${toApp(app.id, { tab: 'debug' })}>Why?</a>`}</dd></div>
      <div class="wide"><dt>Health</dt><dd><${HealthBar} app=${row} /><span class="small quiet cut">${healthText(row)}</span></dd></div>
      <div><dt>Running</dt><dd class="numbers">${app.tasksRunning} of ${plural(app.instances, 'instance')}</dd></div>
      <div><dt>Per instance</dt><dd class="numbers">${cpus(app.cpus)} CPU, ${memory(app.mem)}</dd></div>
      ${image ? html`<div class="wide"><dt>Image</dt><dd class="cut mono" title=${image}>${image}</dd></div>`
        : app.cmd && html`<div class="wide"><dt>Command</dt><dd class="cut mono" title=${app.cmd}>${app.cmd}</dd></div>`}
      <div><dt>Changed</dt><dd title=${exact(app.versionInfo?.lastConfigChangeAt ?? app.version)}>${ago(app.versionInfo?.lastConfigChangeAt ?? app.version, now)}</dd></div>
    </dl>
    ${app.lastTaskFailure && now - Date.parse(app.lastTaskFailure.timestamp) < 300_000 && html`
      <a class="notice" href=${toApp(app.id, { tab: 'debug' })}><${Icon} name="warning" />
        <span class="cut">An instance failed ${ago(app.lastTaskFailure.timestamp, now)}: ${app.lastTaskFailure.message || app.lastTaskFailure.state}</span></a>`}`;
}
