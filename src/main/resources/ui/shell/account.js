// Tells who is signed in, what that one may do, and how to leave.
import { html, useEffect } from '../lib/html.js';
import { claims, signOut } from '../lib/auth.js';
import { exact } from '../lib/format.js';
import { useSignal } from '../lib/signal.js';
import { look, me } from '../live/me.js';
import { Button } from '../parts/button.js';
import { Dialog, open } from '../parts/dialog.js';

const VERBS = { view: 'see', create: 'create', update: 'change', delete: 'destroy', env: 'see environment variables', all: 'everything' };
const said = (right) => {
  const [scope, verbs] = right.split('=');
  return [scope === 'node' ? 'This node' : scope === '/' ? 'All applications and this node' : scope, verbs.split(',').map((verb) => VERBS[verb] ?? verb).join(', ')];
};

export const openAccount = () => open(Account);

/** What stands in the side bar; nothing where nobody has to sign in. */
export function AccountButton() {
  const known = useSignal(me);
  if (!known?.authenticated) return null;
  return html`
    <button type="button" class="account" aria-label=${`Signed in as ${known.user}`} title=${`Signed in as ${known.user}`} onClick=${openAccount}>
      <i class="avatar" aria-hidden="true">${[...known.user][0]?.toUpperCase()}</i><span class="cut">${known.user}</span></button>`;
}

function Account({ close }) {
  const known = useSignal(me);
  const until = claims()?.exp;
  useEffect(() => { look(); }, []);
  return html`
    <${Dialog} title=${known.user} close=${close}>
      <p class="lead">Signed in at ${location.host}${until ? ` until ${exact(until * 1000)}` : ''}.</p>
      <div><h3>What you may do</h3>
        <dl class="pairs">${known.rights.length ? known.rights.map((right) => html`<dt key=${right}>${said(right)[0]}</dt><dd>${said(right)[1]}</dd>`) : html`<dt>Nothing</dt><dd />`}</dl></div>
      <footer class="dialog-foot"><${Button} icon="signout" onClick=${signOut}>Sign out<//><span class="gap" /><${Button} onClick=${close} data-first>Close<//></footer>
    <//>`;
}
