// The form beside the JSON. What is not here is in the JSON, and is kept.
import { html, useContext } from '../lib/html.js';
import { Check, Choice, Form, List, NumberField, Pairs, Text, useField } from './fields.js';
import { NETWORKS, asDocker, asNetwork, isDocker, networkOf } from './model.js';

const Section = ({ title, note, open, count, children }) => html`
  <details class="section" open=${open}>
    <summary><h2>${title}</h2>${count > 0 && html`<b>${count}</b>`}<span class="quiet small cut">${note}</span></summary>
    <div class="section-body">${children}</div>
  </details>`;

const PROTOCOLS = [['tcp', 'tcp'], ['udp', 'udp'], ['udp,tcp', 'both']];
const CHECKS = ['MESOS_HTTP', 'MESOS_HTTPS', 'MESOS_TCP', 'COMMAND', 'HTTP', 'HTTPS', 'TCP'].map((name) => [name, name]);
const OPERATORS = ['UNIQUE', 'CLUSTER', 'GROUP_BY', 'MAX_PER', 'LIKE', 'UNLIKE', 'IS', 'IN'].map((name) => [name, name]);
const FIRST_CHECK = { protocol: 'MESOS_HTTP', path: '/', portIndex: 0, gracePeriodSeconds: 300, intervalSeconds: 60, timeoutSeconds: 20, maxConsecutiveFailures: 3 };

export function AppForm({ creating }) {
  const { app } = useContext(Form);
  return html`
    <${Section} title="General" open>
      <div class="grid">
        <${Text} path=${['id']} label="Id" wide required disabled=${!creating} first=${creating} mono hint=${creating ? 'Groups and a name, such as /shop/cart' : ''} />
        <${NumberField} path=${['instances']} label="Instances" step="1" />
        <${NumberField} path=${['cpus']} label="CPU" hint="Cores per instance" />
        <${NumberField} path=${['mem']} label="Memory" hint="MiB per instance" />
        <${NumberField} path=${['disk']} label="Disk" hint="MiB per instance" placeholder="0" />
      </div>
    <//>
    <${What} />
    <${Network} />
    <${Section} title="Health checks" count=${app.healthChecks?.length} note="when an instance counts as healthy">
      <${List} path=${['healthChecks']} label="Health check" add="Add a health check" item=${FIRST_CHECK}>${(path) => html`<${HealthCheck} path=${path} />`}<//>
    <//>
    <${Section} title="Environment" count=${Object.keys(app.env ?? {}).length}><${Pairs} path=${['env']} label="Variable" add="Add a variable" /><//>
    <${Section} title="Labels" count=${Object.keys(app.labels ?? {}).length}><${Pairs} path=${['labels']} label="Label" add="Add a label" /><//>
    <${Section} title="Placement" count=${app.constraints?.length} note="on which agents">
      <${List} path=${['constraints']} label="Constraint" add="Add a constraint" item=${['hostname', 'UNIQUE']}>${(path) => html`<${Constraint} path=${path} />`}<//>
    <//>
    <${Section} title="Volumes" count=${app.container?.volumes?.length}>
      <${List} path=${['container', 'volumes']} label="Volume" add="Add a volume" item=${{ containerPath: '', hostPath: '', mode: 'RW' }}>${(path) => html`
        <${Text} path=${[...path, 'containerPath']} label="In the container" required mono />
        <${Text} path=${[...path, 'hostPath']} label="On the agent" mono />
        <${Choice} path=${[...path, 'mode']} label="Mode" options=${[['RW', 'read and write'], ['RO', 'read only']]} />`}<//>
    <//>
    <${Section} title="Upgrades and failures" note="how instances are replaced">
      <div class="grid">
        <${NumberField} path=${['upgradeStrategy', 'minimumHealthCapacity']} label="Keep at least" hint="Share of instances, 0 to 1" />
        <${NumberField} path=${['upgradeStrategy', 'maximumOverCapacity']} label="Run at most more" hint="Share of instances, 0 to 1" />
        <${NumberField} path=${['backoffSeconds']} label="Pause after a failure" hint="Seconds, growing" />
        <${NumberField} path=${['backoffFactor']} label="Growth of the pause" />
        <${NumberField} path=${['maxLaunchDelaySeconds']} label="Longest pause" hint="Seconds" />
        <${NumberField} path=${['taskKillGracePeriodSeconds']} label="Time to stop" hint="Seconds until it is killed" />
      </div>
    <//>`;
}

function What() {
  const { app, set } = useContext(Form);
  const docker = isDocker(app);
  return html`
    <${Section} title="What runs" open>
      <fieldset class="either"><legend class="aside">What runs</legend>
        ${[[false, 'A command'], [true, 'A Docker image']].map(([value, title]) => html`
          <label key=${title}><input type="radio" name="runs" checked=${docker === value} onChange=${() => set(asDocker(app, value))} />${title}</label>`)}
      </fieldset>
      <div class="grid">
        ${docker && html`<${Text} path=${['container', 'docker', 'image']} label="Image" wide required mono placeholder="nginx:1.27" />`}
        <${Text} path=${['cmd']} label="Command" wide rows="3" mono hint=${docker ? 'Instead of what the image runs' : 'Runs in a shell; $PORT0 is the first port'} />
        ${docker && html`<div data-wide="true"><${Check} path=${['container', 'docker', 'forcePullImage']} label="Pull the image before each start" />
          <${Check} path=${['container', 'docker', 'privileged']} label="Privileged" /></div>`}
      </div>
    <//>`;
}

function Network() {
  const { app, set } = useContext(Form);
  const mode = networkOf(app);
  const host = mode === 'host';
  return html`
    <${Section} title="Network and ports" note=${host ? 'on the agent' : 'in the container'} count=${(host ? app.portDefinitions : app.container?.portMappings)?.length}>
      <div class="grid">
        <${Choice} path=${['networks', 0, 'mode']} label="Network" options=${NETWORKS} value=${mode} onChange=${(next) => set(asNetwork(app, next))} />
        ${mode === 'container' && html`<${Text} path=${['networks', 0, 'name']} label="Name of the network" required />`}
      </div>
      ${host ? html`
        <${List} path=${['portDefinitions']} label="Port" add="Add a port" item=${{ port: 0, protocol: 'tcp' }}>${(path) => html`
          <${NumberField} path=${[...path, 'port']} label="Service port" step="1" hint="0: assigned" />
          <${Text} path=${[...path, 'name']} label="Name" />
          <${Choice} path=${[...path, 'protocol']} label="Protocol" options=${PROTOCOLS} absent="tcp" />`}<//>
        <${Check} path=${['requirePorts']} label="Use the service ports on the agents too" />`
      : html`
        <${List} path=${['container', 'portMappings']} label="Port" add="Add a port" item=${{ containerPort: 8080, hostPort: 0, protocol: 'tcp' }}>${(path) => html`
          <${NumberField} path=${[...path, 'containerPort']} label="Container port" step="1" />
          <${NumberField} path=${[...path, 'hostPort']} label="Host port" step="1" hint="0: assigned" />
          <${Text} path=${[...path, 'name']} label="Name" />
          <${Choice} path=${[...path, 'protocol']} label="Protocol" options=${PROTOCOLS} absent="tcp" />`}<//>`}
    <//>`;
}

function HealthCheck({ path }) {
  const { value, write } = useField(path);
  const protocol = value?.protocol ?? 'HTTP';
  const change = (next) => {
    const { path: page, command, portIndex = 0, ...rest } = value ?? {};
    write(next === 'COMMAND' ? { ...rest, protocol: next, command: command ?? { value: '' } }
      : next.endsWith('TCP') ? { ...rest, protocol: next, portIndex } : { ...rest, protocol: next, path: page ?? '/', portIndex });
  };
  return html`
    <${Choice} path=${[...path, 'protocol']} label="Protocol" options=${CHECKS} absent="HTTP" onChange=${change} />
    ${protocol === 'COMMAND' ? html`<${Text} path=${[...path, 'command', 'value']} label="Command" required mono />`
      : html`${!protocol.endsWith('TCP') && html`<${Text} path=${[...path, 'path']} label="Path" mono />`}
        <${NumberField} path=${[...path, 'portIndex']} label="Port index" step="1" />`}
    <${NumberField} path=${[...path, 'gracePeriodSeconds']} label="Grace period" hint="Seconds" />
    <${NumberField} path=${[...path, 'intervalSeconds']} label="Interval" hint="Seconds" />
    <${NumberField} path=${[...path, 'timeoutSeconds']} label="Timeout" hint="Seconds" />
    <${NumberField} path=${[...path, 'maxConsecutiveFailures']} label="Failures" hint="until it is killed" step="1" />`;
}

function Constraint({ path }) {
  const { value, write } = useField(path);
  const [attribute = '', operator = 'UNIQUE', ...rest] = Array.isArray(value) ? value : [];
  return html`
    <${Text} path=${[...path, 0]} label="Attribute" required mono />
    <${Choice} path=${[...path, 1]} label="Operator" options=${OPERATORS} value=${operator} onChange=${(next) => write(next === 'UNIQUE' ? [attribute, next] : [attribute, next, ...rest])} />
    ${operator !== 'UNIQUE' && html`<${Text} path=${[...path, 2]} label="Value" mono />`}`;
}
