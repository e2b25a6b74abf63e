// The sandbox of an instance: its directories, the beginning and end of its files, and files to take home.
import { html, useEffect, useState } from '../lib/html.js';
import { Refusal, get, whyNot } from '../lib/api.js';
import { download } from '../lib/download.js';
import { bytes, date, exact } from '../lib/format.js';
import { useLoad } from '../lib/load.js';
import { go, toApp } from '../lib/router.js';
import { Button, LinkButton } from '../parts/button.js';
import { Dialog, open } from '../parts/dialog.js';
import { Icon } from '../parts/icon.js';
import { toast } from '../parts/toast.js';
import { Nothing } from '../shell/page.js';
import { Instance, instancesOf } from './logs.js';
import { filesPath } from './tail.js';

const PART = 65_536;

export function Files({ app, query }) {
  const list = instancesOf(app, query);
  const task = query.get('task') ?? list[0]?.id ?? '';
  const path = query.get('path') ?? '';
  if (!task) return html`<${Nothing} title="No instance, no files">Each instance has a directory of its own on its agent. It can be looked at as soon as one runs, and for some days after it ended.<//>`;
  return html`
    <div class="tools">
      <${Instance} label="Instance" list=${list} value=${task} onChange=${(id) => go(toApp(app.id, { tab: 'files', task: id }))} />
      <${Where} app=${app} task=${task} path=${path} /><span class="gap" />
      <${LinkButton} icon="flat" href=${toApp(app.id, { tab: 'logs', task })}>Logs<//>
    </div>
    <${Directory} key=${`${task} ${path}`} app=${app} task=${task} path=${path} />`;
}

const Where = ({ app, task, path }) => {
  const parts = path.split('/').filter(Boolean);
  return html`
    <nav class="crumbs small" aria-label="Directory">
      <a href=${toApp(app.id, { tab: 'files', task })}>sandbox</a>
      ${parts.map((part, i) => html`<${Icon} name="chevron" size="12" /><a key=${i} class="cut" href=${toApp(app.id, { tab: 'files', task, path: parts.slice(0, i + 1).join('/') })}>${part}</a>`)}
    </nav>`;
};

function Directory({ app, task, path }) {
  const { value, failure, reload } = useLoad((abort) => get(filesPath(app.id, task, '', { path }), abort).catch((one) => {
    // What is not there any more is a state of the sandbox, not of the connection.
    if (one instanceof Refusal && [404, 410].includes(one.status)) return { gone: one.message };
    throw one;
  }), `${task} ${path}`);
  useEffect(() => {
    const timer = setInterval(() => document.hidden || reload(), 5_000);
    return () => clearInterval(timer);
  }, [task, path]);
  if (value?.gone) return html`<${Nothing} title="Nothing to see here">${value.gone}<//>`;
  if (!value) return failure ? html`<${Nothing} title="The files could not be read">${failure}<//>` : html`<div class="nothing" role="status"><p class="quiet">Asking the agent.</p></div>`;
  const files = [...value.files].sort((a, b) => Number(b.directory) - Number(a.directory) || (a.name < b.name ? -1 : 1));
  return html`
    <div class="scroll padded" tabindex="-1">
      ${files.length === 0 ? html`<p class="quiet">This directory is empty.</p>` : html`
        <table class="plain files"><thead><tr><th>Name</th><th class="number">Size</th><th class="wide-only">Changed</th><th class="wide-only">Mode</th><th class="wide-only">Owner</th><th><span class="aside">Actions</span></th></tr></thead>
          <tbody>${files.map((file) => html`
            <tr key=${file.path}>
              <td>${file.directory
                ? html`<a class="name" href=${toApp(app.id, { tab: 'files', task, path: file.path })}><${Icon} name="folder" /><strong>${file.name}</strong></a>`
                : html`<button type="button" class="name as-link" onClick=${() => open(Viewer, { app: app.id, task, file })}><${Icon} name="file" /><strong>${file.name}</strong></button>`}</td>
              <td class="number">${file.directory ? '' : bytes(file.size)}</td>
              <td class="wide-only quiet" title=${file.modified && exact(file.modified)}>${file.modified ? date(file.modified) : ''}</td>
              <td class="wide-only mono quiet">${file.mode}</td><td class="wide-only quiet">${file.uid}</td>
              <td class="number">${!file.directory && html`<${Button} kind="bare" icon="download" label=${`Download ${file.name}`} onClick=${() => save(app.id, task, file)} />`}</td>
            </tr>`)}</tbody></table>`}
      <p class="quiet small foot-note">On ${value.host}.</p>
    </div>`;
}

async function save(app, task, file) {
  try {
    await download(filesPath(app, task, '/download', { path: file.path }), file.name);
  } catch (failure) {
    toast(`${file.name} could not be downloaded: ${failure.message}`, { tone: 'bad' });
  }
}

/** The end of a file, and what is before it as far as one wants to read. */
function Viewer({ app, task, file, close }) {
  const [parts, set] = useState([]);
  const [failure, fail] = useState(null);
  const first = parts[0];
  const read = async (query) => {
    try {
      const part = await get(filesPath(app, task, '/read', { path: file.path, length: PART, ...query }));
      set((before) => [part, ...before]);
    } catch (one) {
      fail(whyNot(one));
    }
  };
  useEffect(() => { read({}); }, []);
  const earlier = () => {
    const offset = Math.max(0, first.offset - PART);
    read({ offset, length: first.offset - offset, mark: first.mark });
  };
  return html`
    <${Dialog} title=${file.name} close=${close} wide>
      <p class="quiet small">${file.path} · ${bytes(file.size)}</p>
      ${failure && html`<p class="failure" role="alert">${failure}</p>`}
      <pre class="json file-text" tabindex="0" aria-label="Content">${first?.offset > 0 && html`<button type="button" class="fold" onClick=${earlier}>${bytes(first.offset)} before this</button>`}${parts.map((part) => part.data).join('') || (first ? 'The file is empty.' : 'Asking the agent.')}</pre>
      <footer class="dialog-foot">
        <${Button} icon="download" onClick=${() => save(app, task, file)}>Download<//>
        <${LinkButton} icon="flat" href=${toApp(app, { tab: 'logs', task, file: file.path })} onClick=${close}>Follow<//>
        <span class="gap" /><${Button} onClick=${close} data-first>Close<//></footer>
    <//>`;
}
