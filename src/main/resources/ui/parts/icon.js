// Line icons on a grid of 16.
import { html } from '../lib/html.js';

const PATHS = {
  apps: 'M2.5 2.5h4.5v4.5h-4.5z M9 2.5h4.5v4.5h-4.5z M2.5 9h4.5v4.5h-4.5z M9 9h4.5v4.5h-4.5z',
  deployments: 'M8 13.5v-11 M3.5 7 8 2.5 12.5 7',
  cluster: 'M2.5 3h11v4h-11z M2.5 9h11v4h-11z M5 5h.01 M5 11h.01',
  search: 'M7 11.5a4.5 4.5 0 1 0 0-9 4.5 4.5 0 0 0 0 9z M10.5 10.5 14 14',
  plus: 'M8 3v10 M3 8h10',
  folder: 'M2 12.5v-9h4l1.5 2H14v7z',
  app: 'M8 1.8 13.5 5v6L8 14.2 2.5 11V5z M2.7 5.1 8 8.2l5.3-3.1 M8 8.2v6',
  more: 'M3.5 8h.01 M8 8h.01 M12.5 8h.01',
  close: 'm4 4 8 8 M12 4l-8 8',
  chevron: 'm6 4 4 4-4 4',
  down: 'm4 6 4 4 4-4',
  up: 'm4 10 4-4 4 4',
  check: 'm3 8.5 3.5 3.5L13 5',
  scale: 'M9.5 2.5h4v4 M13.5 2.5 9 7 M6.5 13.5h-4v-4 M2.5 13.5 7 9',
  restart: 'M13 8a5 5 0 1 1-1.6-3.7 M13.2 2v3h-3',
  suspend: 'M5.5 3.5v9 M10.5 3.5v9',
  destroy: 'M3 4.5h10 M6 4.5V3h4v1.5 M4.5 4.5l.6 8.5h5.8l.6-8.5 M6.8 7v3.5 M9.2 7v3.5',
  edit: 'm3 13 .6-2.8 7.2-7.2 2.2 2.2-7.2 7.2z',
  copy: 'M5.5 5.5h8v8h-8z M10.5 5.5v-3h-8v8h3',
  filter: 'M2 4h12 M4.5 8h7 M7 12h2',
  sun: 'M8 11a3 3 0 1 0 0-6 3 3 0 0 0 0 6z M8 1.5v1 M8 13.5v1 M1.5 8h1 M13.5 8h1 M3.4 3.4l.7.7 M11.9 11.9l.7.7 M3.4 12.6l.7-.7 M11.9 4.1l.7-.7',
  moon: 'M13 9.5A5.5 5.5 0 0 1 6.5 3a5.5 5.5 0 1 0 6.5 6.5z',
  system: 'M2 3h12v8H2z M6 14h4 M8 11v3',
  help: 'M6 6a2 2 0 1 1 2.8 1.8c-.5.2-.8.6-.8 1.2v.3 M8 12h.01',
  warning: 'M8 2.5 14.5 13.5h-13z M8 6.5v3.5 M8 12h.01',
  info: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12z M8 7.5v3.5 M8 5h.01',
  external: 'M9.5 2.5h4v4 M13.5 2.5 8 8 M6.5 3.5h-4v10h10v-4',
  file: 'M4 2h5l3 3v9H4z M9 2v3h3',
  undo: 'M3 6.5h7a3.5 3.5 0 0 1 0 7H6 M5.5 3.5 2.5 6.5l3 3',
  stop: 'M4 4h8v8H4z',
  play: 'M5 3.5v9l7.5-4.5z',
  download: 'M8 2.5v8 M4.5 7.5 8 11l3.5-3.5 M2.5 13.5h11',
  kill: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12z M5.8 5.8l4.4 4.4 M10.2 5.8l-4.4 4.4',
  clock: 'M8 14A6 6 0 1 0 8 2a6 6 0 0 0 0 12z M8 4.8V8l2.2 1.6',
  flat: 'M2.5 4h11 M2.5 8h11 M2.5 12h11',
  signout: 'M6 3H3v10h3 M10.5 5 13.5 8l-3 3 M13 8H6.5',
};

export const Icon = ({ name, size = 16 }) => html`
  <svg class="icon" width=${size} height=${size} viewBox="0 0 16 16" aria-hidden="true">
    <path d=${PATHS[name]} fill="none" stroke="currentColor" stroke-width="1.5" stroke-linecap="round" stroke-linejoin="round" />
  </svg>`;
