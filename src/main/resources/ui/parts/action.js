// Asks before something is changed: says what will happen, sends it, explains a refusal.
import { html, useState } from '../lib/html.js';
import { ask, curl, Refusal } from '../lib/api.js';
import { to } from '../lib/router.js';
import { plural, words } from '../lib/format.js';
import { denied, refused } from '../live/me.js';
import { store } from '../live/store.js';
import { Button, Copy } from './button.js';
import { Dialog, open } from './dialog.js';
import { Icon } from './icon.js';
import { toast } from './toast.js';

/**
 * @param action {title, verb, danger, needs: rights such as '/web=update', request: {method, path, body} or a function of the value, done,
 *   Consequence: view of {value}, Input: view of {value, onInput}, initial, valid, after: called when it is done,
 *   refused: told of a refusal; if it shows it itself, it returns what finds the element to look at, wide}
 */
export function askFor(action) {
  const why = denied(...action.needs);
  if (why) toast(why, { tone: 'bad' });
  else open(ActionDialog, { action });
}

function ActionDialog({ action, close }) {
  const [value, setValue] = useState(action.initial);
  const [reason, setReason] = useState('');
  const [force, setForce] = useState(false);
  const [state, setState] = useState({});
  const request = () => {
    const made = typeof action.request === 'function' ? action.request(value) : action.request;
    const path = force ? `${made.path}${made.path.includes('?') ? '&' : '?'}force=true` : made.path;
    return { ...made, path, reason: reason.trim() || undefined };
  };
  const valid = action.valid ? action.valid(value) : true;
  const run = async (event) => {
    event.preventDefault();
    if (!valid || state.busy || (state.locked && !force)) return;
    setState({ ...state, busy: true, failure: null });
    try {
      const answer = await ask(request());
      close();
      const id = answer?.deploymentId ?? answer?.deployments?.[0]?.id;
      const running = id && { text: 'See deployment', href: to(`deployments/${id}`) };
      toast(typeof action.done === 'function' ? action.done(value) : action.done, { link: running });
      action.after?.();
    } catch (failure) {
      refused(failure);
      const place = failure instanceof Refusal && action.refused?.(failure);
      if (place) {
        close(place);
        return;
      }
      const locked = failure instanceof Refusal && failure.status === 409 && failure.deployments.length > 0;
      setState({ locked: locked ? failure.deployments : state.locked, failure: locked ? null : explain(failure) });
    }
  };
  return html`
    <${Dialog} title=${action.title} close=${close} wide=${action.wide}>
      <form onSubmit=${run} novalidate>
        ${action.Input && html`<${action.Input} value=${value} onInput=${setValue} />`}
        <div class="consequence" data-danger=${action.danger}>
          <${Icon} name=${action.danger ? 'warning' : 'info'} /><div><${action.Consequence} value=${value} /></div>
        </div>
        ${state.locked && html`<${Locked} ids=${state.locked} force=${force} onForce=${setForce} />`}
        ${state.failure && html`<p class="failure" role="alert">${state.failure}</p>`}
        <details class="reason"><summary>Add a reason</summary>
          <input type="text" maxlength="500" aria-label="Reason, kept with the change" placeholder="Kept with the change for those who look later"
            value=${reason} onInput=${(event) => setReason(event.target.value)} />
        </details>
        <footer class="dialog-foot">
          <${Copy} text=${() => curl(request())}>Copy as curl<//>
          <span class="gap" />
          <${Button} onClick=${close} data-first=${!action.Input}>Cancel<//>
          <${Button} type="submit" kind=${action.danger ? 'danger' : 'primary'} disabled=${!valid || state.busy || (state.locked && !force)}>
            ${state.busy ? 'Sending' : force ? `Force: ${action.verb.toLowerCase()}` : action.verb}<//>
        </footer>
      </form>
    <//>`;
}

/** Why a change was not made, in one text. */
function explain(failure) {
  if (!(failure instanceof Refusal)) return 'The server does not answer. Whether the change was made is not known; look before you try again.';
  const details = failure.details.map((one) => `${one.path}: ${one.errors.join(', ')}`);
  return [failure.message, ...details].join(' ');
}

function Locked({ ids, force, onForce }) {
  const deployments = store.value.deployments.filter((one) => ids.includes(one.id));
  return html`
    <div class="consequence" data-danger="true" role="alert">
      <${Icon} name="warning" />
      <div>
        <p><strong>Held by ${ids.length === 1 ? 'a running deployment' : plural(ids.length, 'running deployment')}.</strong></p>
        ${ids.map((id) => html`
          <p key=${id}><a href=${to(`deployments/${id}`)}>${id.slice(0, 8)}</a> ${describe(deployments.find((one) => one.id === id))}</p>`)}
        <label class="check"><input type="checkbox" checked=${force} onChange=${(event) => onForce(event.target.checked)} />
          <span>Stop ${ids.length === 1 ? 'it' : 'them'} where ${ids.length === 1 ? 'it is' : 'they are'} and make this change instead</span></label>
      </div>
    </div>`;
}

const describe = (deployment) => deployment
  ? `step ${deployment.currentStep} of ${deployment.totalSteps}: ${deployment.currentActions.map((one) => `${words(one.action)} ${one.app}`).slice(0, 3).join(', ')}`
  : 'ended meanwhile';
