// The list of apps.
import { html, useEffect, useMemo, useRef, useState } from '../lib/html.js';
import { useFocusOfRows } from '../lib/focus.js';
import { nameOf, plural } from '../lib/format.js';
import { useKeys } from '../lib/keys.js';
import { go, replace, to, toApp, toGroup } from '../lib/router.js';
import { useRowHeight, useVirtual } from '../lib/virtual.js';
import { deniedIn } from '../live/me.js';
import { Button, LinkButton } from '../parts/button.js';
import { Icon } from '../parts/icon.js';
import { Crumbs, Loading, Page } from '../shell/page.js';
import { Filters } from './filters.js';
import { addressOf, filtered } from './query.js';
import { AppRow, FolderRow } from './rows.js';

const COLUMNS = [['name', 'Name'], ['status', 'Status'], ['instances', 'Running'], ['health', 'Health'], ['cpus', 'CPU'], ['mem', 'Memory']];

function Head({ query }) {
  const sort = (name) => go(addressOf(query, query.sort === name ? (query.down ? { sort: '', down: false } : { down: true }) : { sort: name, down: false }));
  return html`
    <div role="row" class="row head" aria-rowindex="1">
      ${COLUMNS.map(([name, title]) => html`
        <div key=${name} role="columnheader" class="cell" data-column=${name} aria-sort=${query.sort === name ? (query.down ? 'descending' : 'ascending') : 'none'}>
          <button type="button" class="sort" onClick=${() => sort(name)}>${title}${query.sort === name && html`<${Icon} name=${query.down ? 'down' : 'up'} size="12" />`}</button>
        </div>`)}
      <div role="columnheader" class="cell" data-column="menu"><span class="aside">Actions</span></div>
    </div>`;
}

export function AppsPage({ query, selection, known }) {
  const scroller = useRef();
  const list = useRef();
  const search = useRef();
  const height = useRowHeight(44, 64);
  const [chosen, setChosen] = useState(-1);
  const wanted = useRef(false);
  const [filtersShown, showFilters] = useState(false);
  const { rows, total, facets } = selection;
  const { from, to: end, above, under } = useVirtual(scroller, list, rows.length, height);
  const crumbs = useMemo(() => groupCrumbs(query.group), [query.group]);
  const address = addressOf(query);
  useEffect(() => {
    setChosen(-1);
    if (scroller.current) scroller.current.scrollTop = 0;
  }, [address]);

  useFocusOfRows(list, rows, idOf);
  useEffect(() => {
    // The row that the keys chose has the focus too, as soon as it is drawn.
    const link = wanted.current && list.current.querySelector('[data-chosen="true"] a');
    if (link) {
      wanted.current = false;
      link.focus({ preventScroll: true });
    }
  }, [chosen, from, end]);

  const move = (by) => {
    const next = Math.max(0, Math.min(rows.length - 1, chosen + by));
    wanted.current = true;
    setChosen(next);
    const box = scroller.current;
    const top = list.current.offsetTop + next * height;
    if (top - 44 < box.scrollTop) box.scrollTop = top - 44;
    else if (top + height > box.scrollTop + box.clientHeight) box.scrollTop = top + height - box.clientHeight;
  };
  const row = rows[chosen];
  useKeys([
    { keys: ['/'], label: 'Search this list', run: () => search.current.focus() },
    { keys: ['j', 'ArrowDown'], label: 'Next row', run: () => move(1) },
    { keys: ['k', 'ArrowUp'], label: 'Previous row', run: () => move(-1) },
    { keys: ['Enter', 'o'], label: 'Open the chosen row', run: () => row && go(row.folder ? toGroup(row.folder) : toApp(row.app.id)) },
    { keys: ['u'], label: 'Up one group', run: () => query.group !== '/' && go(toGroup(query.group.slice(0, query.group.lastIndexOf('/')) || '/')) },
    { keys: ['c'], label: 'Create an app', run: () => go(createIn(query.group)) },
  ]);

  return html`
    <${Page} title="Applications" crumbs=${html`<${Crumbs} items=${crumbs} />`}
      actions=${html`
        <label class="search">
          <${Icon} name="search" />
          <input ref=${search} type="search" placeholder="Search applications" aria-label="Search applications" value=${query.text}
            onInput=${(event) => replace(addressOf(query, { text: event.target.value }))}
            onKeyDown=${(event) => {
              if (event.key === 'Escape') { replace(addressOf(query, { text: '' })); event.target.blur(); }
              if (event.key === 'ArrowDown' || event.key === 'Enter') { event.target.blur(); move(1); event.preventDefault(); }
            }} />
          <kbd>/</kbd>
        </label>
        <${Button} icon="filter" label="Filters" class="button only-narrow" aria-expanded=${filtersShown} onClick=${() => showFilters(!filtersShown)} />
        <${Button} icon=${query.flat ? 'folder' : 'flat'} label=${query.flat ? 'Show groups as folders' : 'Show all in one list'} onClick=${() => go(addressOf(query, { flat: !query.flat }))} />
        <${LinkButton} kind="primary" icon="plus" denied=${deniedIn(query.group, 'create')} href=${createIn(query.group)}>Create<//>`}>
      ${filtersShown && html`<div class="filters-drawer"><${Filters} query=${query} facets=${facets} /></div>`}
      <div class="scroll" ref=${scroller} tabindex="-1">
        <div role="table" class="table apps" aria-label="Applications" aria-rowcount=${rows.length + 1}>
          <div role="rowgroup" class="sticky"><${Head} query=${query} /></div>
          <div role="rowgroup" ref=${list} style=${{ paddingTop: `${above}px`, paddingBottom: `${under}px` }}>
            ${rows.slice(from, end).map((one, i) => one.folder
              ? html`<${FolderRow} key=${one.folder} row=${one} index=${from + i} chosen=${from + i === chosen} />`
              : html`<${AppRow} key=${one.app.id} row=${one} index=${from + i} chosen=${from + i === chosen} relative=${!query.flat && !filtered(query)} />`)}
          </div>
        </div>
        ${rows.length === 0 && html`<${Nothing} known=${known} query=${query} total=${total} />`}
      </div>
      <p class="aside" role="status">${filtered(query) ? `${plural(rows.length, 'application')} found` : ''}</p>
    <//>`;
}

const idOf = (row) => row.folder ?? row.app.id;

const createIn = (group) => to('new', { group: group === '/' ? '' : group });

function groupCrumbs(group) {
  const parts = group.split('/').filter(Boolean);
  return [{ text: 'Applications', href: to('apps') }, ...parts.map((part, i) => ({ text: part, href: toGroup(`/${parts.slice(0, i + 1).join('/')}`) }))];
}

function Nothing({ known, query, total }) {
  if (!known.loaded) {
    return known.failure ? html`<div class="nothing" role="status"><h2>Marathon does not answer</h2><p>${known.failure}</p></div>` : html`<${Loading} label="Loading applications" />`;
  }
  if (filtered(query)) {
    return html`
      <div class="nothing"><h2>Nothing matches</h2>
        <p>None of ${plural(total, 'application')} ${query.group === '/' ? '' : `in ${nameOf(query.group)} `}is like that.</p>
        <${Button} onClick=${() => go(addressOf(query, { text: '', status: [], health: [], label: [] }))}>Clear search and filters<//></div>`;
  }
  return html`
    <div class="nothing"><h2>No applications ${query.group === '/' ? 'yet' : 'in this group'}</h2>
      <p>An application is a command or an image that Marathon keeps running, as many times as you want.</p>
      ${!deniedIn(query.group, 'create') && html`<${LinkButton} kind="primary" icon="plus" href=${createIn(query.group)}>Create an application<//>`}</div>`;
}
