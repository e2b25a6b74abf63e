// Asks for credentials over whatever is shown, so that nothing that was typed is lost.
import { html, useState } from '../lib/html.js';
import { signIn } from '../lib/auth.js';
import { Button } from '../parts/button.js';
import { Dialog } from '../parts/dialog.js';
import { Icon } from '../parts/icon.js';

/** @param wanted {password, token, again}, see auth.js */
export function SignIn({ wanted }) {
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [token, setToken] = useState('');
  const [byToken, setByToken] = useState(!wanted.password);
  const [failure, setFailure] = useState(null);
  const [busy, setBusy] = useState(false);
  const run = async (event) => {
    event.preventDefault();
    if (busy) return;
    setBusy(true);
    setFailure(null);
    const why = await signIn(byToken ? { token } : { user, password }).catch(() => 'Marathon does not answer.');
    setFailure(why);
    setBusy(false);
  };
  return html`
    <${Dialog} label="Sign in" close=${() => {}} cover=${!wanted.again}>
      <form class="signin" onSubmit=${run}>
        <img src="icon.svg" alt="" width="48" height="48" />
        <h2>${wanted.again ? 'Sign in again' : 'Sign in to Marathon'}</h2>
        ${wanted.again && html`<p class="quiet center">Your sign-in has ended. What you typed is still there.</p>`}
        ${wanted.password && wanted.token && html`
          <div class="switch" role="group" aria-label="Sign in with">
            <button type="button" aria-pressed=${!byToken} onClick=${() => setByToken(false)}>Password</button>
            <button type="button" aria-pressed=${byToken} onClick=${() => setByToken(true)}>Token</button></div>`}
        ${byToken ? html`
          <label class="field"><span>Token</span><input type="password" autocomplete="off" data-first required value=${token} onInput=${(event) => setToken(event.target.value)} />
            <small>A JSON Web Token, as your identity provider gives it.</small></label>` : html`
          <label class="field"><span>User</span><input type="text" autocomplete="username" autocapitalize="none" spellcheck="false" data-first required value=${user} onInput=${(event) => setUser(event.target.value)} /></label>
          <label class="field"><span>Password</span><input type="password" autocomplete="current-password" value=${password} onInput=${(event) => setPassword(event.target.value)} /></label>`}
        ${failure && html`<p class="failure-box" role="alert"><${Icon} name="warning" />${failure}</p>`}
        <${Button} type="submit" kind="primary" disabled=${busy}>${busy ? 'Signing in' : 'Sign in'}<//>
      </form>
    <//>`;
}
