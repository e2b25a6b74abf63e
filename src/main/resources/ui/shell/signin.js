// Asks for credentials over whatever is shown, so that nothing that was typed is lost.
import { html, useState } from '../lib/html.js';
import { signIn } from '../lib/auth.js';
import { tellCredentials } from '../live/live.js';
import { Button } from '../parts/button.js';
import { Dialog } from '../parts/dialog.js';

export function SignIn() {
  const [user, setUser] = useState('');
  const [password, setPassword] = useState('');
  const [failure, setFailure] = useState(null);
  const run = async (event) => {
    event.preventDefault();
    setFailure(null);
    try {
      if (await signIn(user, password)) tellCredentials();
      else setFailure('User and password do not match.');
    } catch {
      setFailure('Marathon does not answer.');
    }
  };
  return html`
    <${Dialog} label="Sign in" close=${() => {}}>
      <form class="signin" onSubmit=${run}>
        <img src="icon.svg" alt="" width="40" height="40" />
        <h2>Sign in to Marathon</h2>
        <label class="field"><span>User</span><input type="text" autocomplete="username" data-first required value=${user} onInput=${(event) => setUser(event.target.value)} /></label>
        <label class="field"><span>Password</span><input type="password" autocomplete="current-password" value=${password} onInput=${(event) => setPassword(event.target.value)} /></label>
        ${failure && html`<p class="failure" role="alert">${failure}</p>`}
        <${Button} type="submit" kind="primary">Sign in<//>
      </form>
    <//>`;
}
