// What is known of the cluster's apps, out of what the API answers. Pure.
import { below, groupOf, nameOf } from '../lib/format.js';

/** Members of an app that lists need. */
export const APP_FIELDS =
  'id,cpus,mem,instances,labels,version,deployments,tasksStaged,tasksRunning,tasksHealthy,tasksUnhealthy';

/** Members of the queue that lists need. */
export const QUEUE_FIELDS = 'count,since,delay,app.id';

export function appOf(json) {
  const labels = Object.entries(json.labels ?? {});
  const app = {
    id: json.id,
    name: nameOf(json.id),
    group: groupOf(json.id),
    cpus: json.cpus,
    mem: json.mem,
    instances: json.instances,
    labels,
    marks: labels.map(([name, value]) => `${name}=${value}`),
    version: json.version,
    deployment: json.deployments?.[0]?.id ?? null,
    staged: json.tasksStaged,
    running: json.tasksRunning,
    healthy: json.tasksHealthy,
    unhealthy: json.tasksUnhealthy,
    search: '',
  };
  app.search = `${json.id} ${app.marks.join(' ')}`.toLowerCase();
  return app;
}

export const queuedOf = (json, now) => ({
  app: json.app.id,
  count: json.count,
  since: Date.parse(json.since),
  notBefore: now + json.delay.timeLeftSeconds * 1000,
});

export const STATUSES = ['Running', 'Deploying', 'Waiting', 'Delayed', 'Suspended'];

/** An app that lacks instances for less than this is on its way, not waiting. */
const PATIENCE = 2_500;

export function statusOf(app, queued, now) {
  if (queued && queued.notBefore > now) return 'Delayed';
  if (queued && now - queued.since > PATIENCE && app.running + app.staged < app.instances) return 'Waiting';
  if (app.deployment) return 'Deploying';
  if (app.instances === 0 && app.running + app.staged === 0) return 'Suspended';
  return 'Running';
}

/** Parts of the health bar: how many instances are in which state. */
export function healthOf(app) {
  const unknown = Math.max(0, app.running - app.healthy - app.unhealthy);
  const over = Math.max(0, app.running + app.staged - app.instances);
  return {
    healthy: app.healthy,
    unhealthy: app.unhealthy,
    unknown,
    staged: app.staged,
    over,
    unscheduled: Math.max(0, app.instances - app.running - app.staged),
  };
}

export const HEALTHS = ['Healthy', 'Unhealthy', 'Unknown'];

/** Which health filters an app is found under. */
export function healthsOf(app) {
  const found = [];
  if (app.unhealthy > 0) found.push('Unhealthy');
  if (app.healthy > 0 && app.unhealthy === 0) found.push('Healthy');
  if (app.running > app.healthy + app.unhealthy) found.push('Unknown');
  return found;
}

/** Adds apps up: what a folder shows. */
export function sum(apps) {
  const total = { apps: 0, cpus: 0, mem: 0, instances: 0, staged: 0, running: 0, healthy: 0, unhealthy: 0 };
  for (const app of apps) {
    total.apps += 1;
    total.cpus += app.cpus * app.instances;
    total.mem += app.mem * app.instances;
    total.instances += app.instances;
    total.staged += app.staged;
    total.running += app.running;
    total.healthy += app.healthy;
    total.unhealthy += app.unhealthy;
  }
  return total;
}

/** Direct child of a group that holds the id, null if the id is a direct child itself. */
function folderIn(group, id) {
  const prefix = group === '/' ? '/' : `${group}/`;
  const slash = id.indexOf('/', prefix.length);
  return slash < 0 ? null : id.slice(0, slash);
}

/** Folders and apps directly in a group: [{folder, apps}] and apps, both in order of their names. */
export function inGroup(group, apps, groups) {
  const folders = new Map();
  const here = [];
  for (const id of groups) {
    if (id !== group && below(id, group) && folderIn(group, id) === null) folders.set(id, []);
  }
  for (const app of apps) {
    const folder = folderIn(group, app.id);
    if (folder === null) here.push(app);
    else if (folders.has(folder)) folders.get(folder).push(app);
    else folders.set(folder, [app]);
  }
  return { folders: [...folders].sort(([a], [b]) => (a < b ? -1 : 1)), apps: here };
}

/** Ids of apps that an event speaks of. */
export function appsOf({ data }) {
  if (data.plan) return data.plan.steps.flatMap((step) => step.actions.map((action) => action.app)).filter(Boolean);
  const id = data.appId ?? data.runSpecId ?? data.appDefinition?.id;
  return id ? [id] : [];
}

/** The reading that an event makes necessary besides that of its apps. */
export const touchesDeployments = ({ type }) => type.startsWith('deployment_');
export const touchesGroups = ({ type }) => type === 'group_change_success';
export const touchesInfo = ({ type }) => type.startsWith('scheduler_');
