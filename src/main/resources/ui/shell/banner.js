// What is wrong with the connection, over the page.
import { html, useEffect, useState } from '../lib/html.js';
import { moved } from '../lib/api.js';
import { useNow, useSignal } from '../lib/signal.js';
import { recall, remember, remembers } from '../lib/storage.js';
import { connection, retry } from '../live/live.js';
import { Button } from '../parts/button.js';
import { Icon } from '../parts/icon.js';

const OFTEN = 60_000; // milliseconds: whoever is sent on and on within them (by what stands between) is asked first

/** Nothing if all is well. */
export function Banner({ known }) {
  const state = useSignal(connection);
  const elsewhere = useSignal(moved) || state.kind === 'moved';
  const now = useNow();
  const [down, setDown] = useState(false);
  useEffect(() => {
    // Between tries it connects; one failure may be the end of a node's life before the next one's begins.
    if (state.kind === 'lost') setDown(state.failures > 1);
    else if (state.kind !== 'connecting') setDown(false);
  }, [state]);
  if (elsewhere) return html`<${Elsewhere} now=${now} />`;
  if (down) {
    const seconds = Math.max(0, Math.ceil(((state.retryAt ?? now) - now) / 1000));
    return html`
      <div class="banner" data-tone="bad" role="alert"><${Icon} name="warning" />
        <p>The connection to Marathon is lost. What you see may be old. ${seconds > 1 ? `Next try in ${seconds} s.` : 'Trying again.'}
          ${known.others.length > 0 && html`<span class="block">Other nodes:${known.others.map((url) => html` <a key=${url} href=${`${url}/ui/${location.hash}`}>${new URL(url).host}</a>`)}</span>`}</p>
        <${Button} onClick=${retry}>Try now<//></div>`;
  }
  if (known.failure && known.loaded) {
    return html`<div class="banner" data-tone="bad" role="alert"><${Icon} name="warning" /><p>Reading from Marathon failed: ${known.failure} Trying again.</p></div>`;
  }
  return null;
}

const follow = () => {
  remember('followed', Date.now(), sessionStorage);
  location.reload();
};

/** Loading the page again leads to the node that leads. What was typed would be left behind here. */
function Elsewhere({ now }) {
  const typed = remembers('draft ', sessionStorage);
  const held = typed || now - recall('followed', 0, sessionStorage) < OFTEN;
  useEffect(() => {
    if (!held && !document.querySelector('dialog[open]')) follow();
  }, [now, held]);
  return html`
    <div class="banner" role="alert"><${Icon} name="info" />
      <p>Another node leads now.${typed && ' What you typed and did not send stays behind: copy it first.'}</p><${Button} onClick=${follow}>Go there<//></div>`;
}
