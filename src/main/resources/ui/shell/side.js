// The side bar: where to go, and whether what is shown is live.
import { html, useEffect, useState } from '../lib/html.js';
import { recall, remember } from '../lib/storage.js';
import { count as written } from '../lib/format.js';
import { modKey } from '../lib/keys.js';
import { to } from '../lib/router.js';
import { useSignal } from '../lib/signal.js';
import { connection } from '../live/live.js';
import { me } from '../live/me.js';
import { Icon } from '../parts/icon.js';
import { Button } from '../parts/button.js';
import { Dialog, open } from '../parts/dialog.js';
import { AccountButton, openAccount } from './account.js';

const PLACES = [
  { name: 'apps', title: 'Applications', icon: 'apps', count: (known) => known.apps.size },
  { name: 'deployments', title: 'Deployments', icon: 'deployments', count: (known) => known.deployments.length },
  { name: 'cluster', title: 'Cluster', icon: 'cluster' },
];

export function Side({ place, known, openPalette, openHelp, children }) {
  return html`
    <aside class="side">
      <a class="brand" href=${to('apps')}><img src="icon.svg" alt="" width="24" height="24" /><strong>Marathon</strong></a>
      <button type="button" class="jump" onClick=${openPalette}><${Icon} name="search" /><span>Jump to</span><kbd>${modKey} K</kbd></button>
      <nav class="places" aria-label="Main">
        ${PLACES.map(({ name, title, icon, count }) => html`
          <a key=${name} href=${to(name)} aria-current=${place === name ? 'page' : undefined} title=${title}>
            <${Icon} name=${icon} /><span>${title}</span>${count && known.loaded && count(known) > 0 && html`<b>${written(count(known))}</b>`}
          </a>`)}
      </nav>
      <div class="side-scroll">${children}</div>
      <${Button} kind="bare" icon="more" label="More" class="button only-narrow" onClick=${() => open(More, { info: known.info })} />
      <footer class="side-foot">
        <${AccountButton} />
        <div class="side-row">
          <${Connection} info=${known.info} />
          <${Theme} />
          <${Button} kind="bare" icon="help" label="Keyboard shortcuts" onClick=${openHelp} />
        </div>
      </footer>
    </aside>`;
}

/** What a narrow screen has no room for at its edge. */
function More({ info, close }) {
  const known = useSignal(me);
  return html`
    <${Dialog} label="More" close=${close}>
      <div class="side-row"><${Connection} info=${info} /><${Theme} /></div>
      ${known?.authenticated && html`<${Button} onClick=${() => { close(); openAccount(); }}>Signed in as ${known.user}<//>`}
      <footer class="dialog-foot"><span class="gap" /><${Button} onClick=${close} data-first>Close<//></footer>
    <//>`;
}

function Connection({ info }) {
  const { kind } = useSignal(connection);
  const text = { open: 'Live', connecting: 'Connecting', lost: 'Offline', unauthorized: 'Signed out', forbidden: 'Every 5 s', moved: 'Moved' }[kind];
  return html`
    <span class="connection" data-kind=${kind} title=${info ? `Marathon ${info.version} on ${info.leader}` : ''}>
      <i class="dot" />${text}<span class="quiet cut">${info ? info.leader : ''}</span>
    </span>`;
}

const NEXT = { system: 'light', light: 'dark', dark: 'system' };
const ICONS = { system: 'system', light: 'sun', dark: 'moon' };

function Theme() {
  const [theme, set] = useState(recall('theme', 'system'));
  useEffect(() => {
    remember('theme', theme);
    if (theme === 'system') delete document.documentElement.dataset.theme;
    else document.documentElement.dataset.theme = theme;
  }, [theme]);
  return html`<${Button} kind="bare" icon=${ICONS[theme]} label=${`Theme: ${theme}. Change to ${NEXT[theme]}`} onClick=${() => set(NEXT[theme])} />`;
}
