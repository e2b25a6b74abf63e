// The definition that is being edited, as a value. Pure.

/** What a new app starts from. */
export const blank = (group) => ({ id: group === '/' ? '/' : `${group}/`, cmd: '', cpus: 0.1, mem: 128, instances: 1 });

/** The value at a path such as ['container', 'docker', 'image']. */
export const at = (value, path) => path.reduce((inner, name) => inner?.[name], value);

/** The value with another one at a path; undefined takes it away, and objects that become empty with it. */
export function put(value, path, inner) {
  if (path.length === 0) return inner;
  const [name, ...rest] = path;
  if (typeof name === 'number') {
    const list = Array.isArray(value) ? [...value] : [];
    const next = put(list[name], rest, inner);
    if (next === undefined) list.splice(name, 1);
    else list[name] = next;
    return list;
  }
  const object = { ...(value ?? {}) };
  const next = put(object[name], rest, inner);
  if (next === undefined) delete object[name];
  else object[name] = next;
  return next === undefined && Object.keys(object).length === 0 ? undefined : object;
}

/** '/healthChecks(0)/path' for ['healthChecks', 0, 'path']: as the server names places. */
export const place = (path) => path.reduce((text, name) => (typeof name === 'number' ? `${text}(${name})` : `${text}/${name}`), '');

/** Refusals by place. Codes for programs are left out where there are words. */
export function problems(details) {
  const byPlace = new Map();
  for (const { path, errors } of details) {
    const words = errors.filter((text) => !/^error\.[\w.]+$/.test(text));
    byPlace.set(path, [...(byPlace.get(path) ?? []), ...(words.length ? words : errors)]);
  }
  return byPlace;
}

export const isDocker = (app) => app.container?.type === 'DOCKER' || app.container?.docker !== undefined;

export const NETWORKS = [['host', 'Host'], ['container/bridge', 'Bridge'], ['container', 'Named network']];

export const networkOf = (app) => app.networks?.[0]?.mode ?? 'host';

const known = (object) => Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined));

/** Changes what runs the app, keeping what still makes sense. */
export function asDocker(app, docker) {
  if (docker) return { ...app, container: { ...(app.container ?? {}), type: 'DOCKER', docker: { image: '', ...(app.container?.docker ?? {}) } } };
  const next = { ...app, container: { ...(app.container ?? {}), type: 'MESOS' } };
  delete next.container.docker;
  delete next.container.portMappings;
  if ((next.container.volumes ?? []).length === 0) delete next.container;
  if (networkOf(app) !== 'host') delete next.networks;
  return next;
}

/** Ports belong to the agent on the host's network, to the container on others. */
export function asNetwork(app, mode) {
  const next = { ...app, networks: [mode === 'container' ? { mode, name: app.networks?.[0]?.name ?? '' } : { mode }] };
  const mappings = app.container?.portMappings;
  if (mode === 'host') {
    if (mappings) {
      next.container = { ...app.container };
      delete next.container.portMappings;
      next.portDefinitions = mappings.map((one) => known({ port: one.hostPort || 0, protocol: one.protocol, name: one.name }));
    }
    return next;
  }
  delete next.portDefinitions;
  delete next.requirePorts;
  next.container = {
    type: 'MESOS',
    ...(app.container ?? {}),
    portMappings: mappings ?? (app.portDefinitions ?? []).map((one) => known({ containerPort: 0, hostPort: 0, protocol: one.protocol, name: one.name })),
  };
  return next;
}

/** Rows of a map, and the map of rows: what is typed may be incomplete or double for a while. */
export const rowsOf = (map) => Object.entries(map ?? {});
export function mapOf(rows) {
  const entries = rows.filter(([name]) => name !== '');
  return entries.length ? Object.fromEntries(entries) : undefined;
}
export const sameMap = (a, b) => JSON.stringify(a ?? {}) === JSON.stringify(b ?? {});
