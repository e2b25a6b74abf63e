// Starts the interface: connects, and shows the view that the address names.
import { html, render, useMemo } from './lib/html.js';
import { signInWanted } from './lib/auth.js';
import { focusPage, useFocusOfPage } from './lib/focus.js';
import { useKeys } from './lib/keys.js';
import { go, to, useRoute } from './lib/router.js';
import { useSignal } from './lib/signal.js';
import * as live from './live/live.js';
import * as me from './live/me.js';
import * as sync from './live/store.js';
import { Dialogs, open } from './parts/dialog.js';
import { Toasts } from './parts/toast.js';
import { AppPage } from './app/page.js';
import { AppsPage } from './apps/page.js';
import { Filters } from './apps/filters.js';
import { classify, queryOf, select } from './apps/query.js';
import { ClusterPage } from './cluster/page.js';
import { DeploymentsPage } from './deployments/page.js';
import { CreatePage, EditPage } from './edit/page.js';
import { Palette } from './palette/palette.js';
import { Banner } from './shell/banner.js';
import { Help } from './shell/help.js';
import { Side } from './shell/side.js';
import { SignIn } from './shell/signin.js';

const openHelp = () => open(Help);
const openPalette = () => open(Palette);

function Ui() {
  const route = useRoute();
  const known = useSignal(sync.store);
  const signIn = useSignal(signInWanted);
  useSignal(me.me); // what one may do shows everywhere
  const place = route.path[0] ?? 'apps';
  useKeys([
    { keys: ['mod+k'], label: 'Jump to anything', run: openPalette },
    { keys: ['?'], label: 'Show shortcuts', run: openHelp },
    { keys: ['g a'], label: 'Go to applications', run: () => go(to('apps')) },
    { keys: ['g d'], label: 'Go to deployments', run: () => go(to('deployments')) },
    { keys: ['g c'], label: 'Go to the cluster', run: () => go(to('cluster')) },
  ]);
  const list = place === 'apps' && route.path.length < 2;
  useFocusOfPage(`${route.path.join('/')} ${route.query.get('group') ?? ''}`);
  const query = useMemo(() => queryOf(route), [route]);
  // What is typed changes the second only.
  const classified = useMemo(() => (list ? classify(known, query.group, Date.now()) : []), [list, query.group, known.listed]);
  const selection = useMemo(() => (list ? select(known, classified, query) : null), [list, query, classified, known.groups]);
  return html`
    <button type="button" class="button skip" onClick=${focusPage}>Skip to the page</button>
    <${Side} place=${place} known=${known} openHelp=${openHelp} openPalette=${openPalette}>
      ${list && known.loaded && html`<${Filters} query=${query} facets=${selection.facets} />`}
    <//>
    <main class="main" id="main">
      <${Banner} known=${known} />
      ${place === 'apps' && !list && html`<${AppPage} key=${route.path.join('/')} id=${`/${route.path.slice(1).join('/')}`} known=${known} query=${route.query} />`}
      ${place === 'deployments' && html`<${DeploymentsPage} key=${route.path[1]} id=${route.path[1]} known=${known} />`}
      ${place === 'cluster' && html`<${ClusterPage} known=${known} query=${route.query} />`}
      ${place === 'new' && html`<${CreatePage} group=${route.query.get('group') || '/'} />`}
      ${place === 'edit' && html`<${EditPage} key=${route.path.join('/')} id=${`/${route.path.slice(1).join('/')}`} known=${known} />`}
      ${list && html`<${AppsPage} known=${known} query=${query} selection=${selection} />`}
    </main>
    <${Toasts} />
    <${Dialogs} />
    ${signIn && html`<${SignIn} wanted=${signIn} />`}`;
}

live.start();
sync.start();
me.start();
const root = document.getElementById('ui');
root.replaceChildren();
render(html`<${Ui} />`, root);
