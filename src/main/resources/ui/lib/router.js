// Where the page is: everything after '#', so that a link to a view needs nothing of the server and outlives a redirect
// to another node. '#/apps/web/hello?tab=debug' is path ['apps', 'web', 'hello'] and query tab=debug.
import { useEffect, useState } from './html.js';

function read() {
  const [path, query = ''] = location.hash.replace(/^#\/?/, '').split('?');
  return {
    path: path.split('/').filter(Boolean).flatMap((part) => decode(part).split('/')).filter(Boolean),
    query: new URLSearchParams(query),
  };
}

function decode(part) {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}

/** The address of a view. Query members without value are left out. */
export function to(path, query = {}) {
  const members = Object.entries(query).filter(([, value]) => value !== undefined && value !== null && value !== '');
  const text = new URLSearchParams(members).toString().replace(/%2F/g, '/').replace(/%2C/g, ',');
  return `#/${path.split('/').filter(Boolean).map(encodeURIComponent).join('/')}${text && `?${text}`}`;
}

export const toApp = (id, query) => to(`apps${id}`, query);
export const toGroup = (id) => to('apps', { group: id === '/' ? '' : id });

export function go(address) {
  location.hash = address.slice(1);
}

/** Changes the address without a new entry of the history: for what is typed. */
export function replace(address) {
  history.replaceState(null, '', address);
  dispatchEvent(new HashChangeEvent('hashchange'));
}

export function useRoute() {
  const [route, set] = useState(read);
  useEffect(() => {
    const changed = () => set(read());
    addEventListener('hashchange', changed);
    return () => removeEventListener('hashchange', changed);
  }, []);
  return route;
}
