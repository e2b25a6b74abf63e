// The frame of a page: where it is, what can be done there, what it shows.
import { Fragment, html, useEffect, useRef } from '../lib/html.js';
import { Icon } from '../parts/icon.js';
import { Copy } from '../parts/button.js';

export function Page({ title, crumbs, actions, children, scroll }) {
  useEffect(() => {
    document.title = `${title} · Marathon`;
  }, [title]);
  return html`
    <header class="bar">
      ${crumbs ?? html`<h1 tabindex="-1">${title}</h1>`}
      <span class="gap" />
      ${actions && html`<div class="bar-actions">${actions}</div>`}
    </header>
    ${scroll ? html`<div class="scroll padded">${children}</div>` : children}`;
}

/** items: [{text, href}], the last one is where the page is. */
export const Crumbs = ({ items, copy }) => html`
  <nav class="crumbs" aria-label="Where you are">
    ${items.map((item, i) => html`<${Fragment} key=${item.href}>
      ${i > 0 && html`<${Icon} name="chevron" size="12" />`}
      ${i < items.length - 1 ? html`<a href=${item.href}>${item.text}</a>` : html`<h1 tabindex="-1">${item.text}</h1>`}<//>`)}
    ${copy && html`<${Copy} text=${copy} label="Copy id" />`}
  </nav>`;

export function Tabs({ items, current }) {
  const list = useRef();
  useEffect(() => {
    // On narrow screens not all of them have room.
    list.current.querySelector('[aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' });
  }, [current]);
  return html`
    <nav ref=${list} class="tabs" aria-label="Parts of this page">
      ${items.map(({ name, title, href, badge }) => html`
        <a key=${name} href=${href} aria-current=${name === current ? 'page' : undefined}>${title}${badge ? html`<b>${badge}</b>` : ''}</a>`)}
    </nav>`;
}

/** Stands where something is still being read. */
export const Loading = ({ label = 'Loading' }) => html`
  <div class="nothing" role="status"><div class="skeleton" role="img" aria-label=${label}>${[...Array(6)].map((_, i) => html`<i key=${i} />`)}</div></div>`;

export const Nothing = ({ title, children }) => html`<div class="nothing"><h2>${title}</h2>${children && html`<p>${children}</p>`}</div>`;
