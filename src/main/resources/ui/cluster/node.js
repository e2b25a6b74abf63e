// The nodes of Marathon: who leads, how writing goes, how far events are.
import { html } from '../lib/html.js';
import { ago, count, exact, words } from '../lib/format.js';
import { useNow } from '../lib/signal.js';
import { Unread, useEvery } from './page.js';

const KINDS = { sqlite: 'SQLite, on this node', postgresql: 'PostgreSQL', cassandra: 'Cassandra' };
const ms = (n) => `${n >= 10 ? Math.round(n) : Math.round(n * 10) / 10} ms`;

const State = ({ tone, children }) => html`<span class="status" data-tone=${tone}><i class="dot" />${children}</span>`;

export function Node() {
  const { value, failure } = useEvery('/v2/cluster', 3_000);
  const now = useNow();
  if (!value) return html`<${Unread} failure=${failure} what="The nodes" />`;
  const { journal, events, mesos } = value;
  return html`
    <div class="scroll padded" tabindex="-1"><div class="cards node-cards">
      <section class="card wide-card"><div class="section-head"><h2>Nodes</h2><span class="gap" /><span class="quiet small">Leading since <span title=${exact(value.leadingSince)}>${ago(value.leadingSince, now)}</span>, term ${value.epoch}</span></div>
        <div class="scroll-x"><table class="plain"><thead><tr><th>Node</th><th>Role</th><th>State</th><th>Version</th><th class="wide-only">Address in the cluster</th></tr></thead>
          <tbody>${value.nodes.map((node) => html`
            <tr key=${node.address ?? node.url}>
              <td><strong>${(node.url ?? node.address).replace(/^https?:\/\//, '')}</strong>${node.self && html` <span class="chip" title="The node that answers this page">this node</span>`}</td>
              <td>${node.role === 'active' ? html`<strong>Leader</strong>` : words(node.role)}</td>
              <td>${node.reachable ? html`<${State} tone=${node.state === 'up' ? 'good' : 'warn'}>${words(node.state)}<//>` : html`<${State} tone="bad">Not reachable<//>`}</td>
              <td class="numbers">${node.version ?? ''}</td><td class="mono quiet wide-only">${node.address}</td></tr>`)}</tbody></table></div></section>
      <section class="card"><h2>Journal</h2>
        <dl class="pairs">
          <dt>State</dt><dd><${State} tone=${journal.state === 'ok' ? 'good' : 'bad'}>${journal.state === 'ok' ? 'Writes succeed' : 'The last write failed'}<//></dd>
          <dt>Kept in</dt><dd>${KINDS[journal.kind] ?? journal.kind}</dd>
          <dt>Writes</dt><dd class="numbers">${count(journal.writes)}${journal.failures > 0 ? html`, <strong>${count(journal.failures)} failed</strong>` : ''}</dd>
          ${journal.writeMs && html`<dt>Time of a write</dt><dd class="numbers">${ms(journal.writeMs.mean)}, at most ${ms(journal.writeMs.max)}</dd>`}
          ${journal.lastWriteAt && html`<dt>Last write</dt><dd title=${exact(journal.lastWriteAt)}>${ago(journal.lastWriteAt, now)}</dd>`}
        </dl></section>
      <section class="card"><h2>Events</h2>
        <dl class="pairs">
          <dt>Lag</dt><dd><${State} tone=${events.lag > 1000 ? 'warn' : 'good'}>${events.lag === 0 ? 'None' : `${count(events.lag)} not told yet`}<//></dd>
          <dt>Newest</dt><dd class="numbers">${count(events.last)}</dd>
          <dt>Kept</dt><dd class="numbers">${count(events.kept)}, from ${count(events.first)} on</dd>
          <dt>Streams</dt><dd class="numbers">${count(events.streams)}</dd>
        </dl></section>
      <section class="card"><h2>Mesos</h2>
        <dl class="pairs">
          <dt>State</dt><dd><${State} tone=${mesos.connected ? 'good' : 'bad'}>${mesos.connected ? 'Connected' : 'Not connected'}<//></dd>
          ${mesos.master && html`<dt>Master</dt><dd class="mono">${mesos.master}</dd>`}
          ${mesos.frameworkId && html`<dt>Framework</dt><dd class="mono break">${mesos.frameworkId}</dd>`}
        </dl></section>
      <section class="card"><h2>Marathon</h2>
        <dl class="pairs"><dt>Version</dt><dd class="numbers">${value.version}</dd>${value.buildref && html`<dt>Build</dt><dd class="mono break">${value.buildref}</dd>`}<dt>Name</dt><dd>${value.name}</dd></dl></section>
    </div></div>`;
}
