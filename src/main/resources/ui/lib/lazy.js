// Views whose files are loaded when they are shown first.
import { html, useEffect, useState } from './html.js';

/** @param load promise of the view */
export function lazy(load) {
  let View = null;
  return function Lazy(props) {
    const [state, set] = useState(View ? 'shown' : 'Loading');
    useEffect(() => {
      if (!View) load().then((loaded) => { View = loaded; set('shown'); }, () => set('This part of the interface could not be loaded. Reload the page.'));
    }, []);
    return View ? html`<${View} ...${props} />` : html`<div class="nothing" role="status"><p class="quiet">${state}</p></div>`;
  };
}
