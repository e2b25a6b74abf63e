// Saves what the API answers as a file.
import { Refusal } from './api.js';
import { authorization } from './auth.js';

function save(href, name) {
  const link = document.createElement('a');
  link.href = href;
  link.download = name;
  document.body.append(link);
  link.click();
  link.remove();
}

/**
 * Without credentials the browser itself writes what comes; with them a script has to ask, which holds the file in memory.
 */
export async function download(path, name) {
  const headers = authorization();
  if (!headers.Authorization) {
    save(path, name);
    return;
  }
  const answer = await fetch(path, { headers: { ...headers, 'X-Requested-With': 'XMLHttpRequest' }, redirect: 'manual' });
  if (!answer.ok) throw new Refusal(answer.status, await answer.json().catch(() => null));
  const url = URL.createObjectURL(await answer.blob());
  save(url, name);
  setTimeout(() => URL.revokeObjectURL(url), 60_000);
}
