// What a change would do, as the server plans it, before it is made.
import { html, useEffect, useState } from '../lib/html.js';
import { Refusal, ask, whyNot } from '../lib/api.js';
import { plural } from '../lib/format.js';

/** Asks the server what a request would do. Fails as the request would. */
export function planOf(request) {
  const path = `${request.path}${request.path.includes('?') ? '&' : '?'}dryRun=true&force=true`;
  return ask({ ...request, path });
}

const SAID = {
  StartApplication: (id) => html`Creates <strong>${id}</strong>`,
  ScaleApplication: (id, n) => html`Brings <strong>${id}</strong> to ${n === undefined ? 'its number of instances' : plural(n, 'instance')}`,
  RestartApplication: (id) => html`<strong>Restarts all instances</strong> of ${id}, one after the other`,
  StopApplication: (id) => html`<strong>Stops</strong> ${id}`,
};

/** @param plan {steps} */
export function Steps({ plan, after }) {
  if (plan.steps.length === 0) return html`<p>Nothing restarts; only the definition changes.</p>`;
  return html`
    <ol class="plan">${plan.steps.map((step, i) => html`
      <li key=${i}>${step.actions.map((one) => html`
        <p key=${one.app}>${(SAID[one.action] ?? ((id) => `${one.action} ${id}`))(one.app, after?.id === one.app || !after?.id ? after?.instances : undefined)}</p>`)}</li>`)}
    </ol>`;
}

export function Plan({ request, after }) {
  const [state, set] = useState({});
  useEffect(() => {
    planOf(request).then((plan) => set({ plan }), (failure) => set({ failure }));
  }, []);
  if (state.failure) return html`<p>${state.failure instanceof Refusal && 'The server would refuse this: '}${whyNot(state.failure)}</p>`;
  return state.plan ? html`<${Steps} plan=${state.plan} after=${after} />` : html`<p>Asking for the plan.</p>`;
}
