// Who is signed in, and what that one may do.
import { Refusal, get } from '../lib/api.js';
import { credentials } from '../lib/auth.js';
import { lack, may, reaches } from '../lib/rights.js';
import { signal } from '../lib/signal.js';
import { connection } from './live.js';

const LOOK = 30_000; // milliseconds between looks whether the credentials still hold: an open stream just falls silent

/** {user, authenticated, rights}, or null as long as that is not known. */
export const me = signal(null);

export const look = () => get('/v2/whoami').then((one) => {
  // Only what differs is drawn again.
  if (JSON.stringify(one) !== JSON.stringify(me.value)) me.set(one);
}, () => {});

export function start() {
  look();
  credentials.subscribe(look);
  connection.subscribe((state) => state.kind === 'unauthorized' && look());
  setInterval(() => me.value?.authenticated && !document.hidden && look(), LOOK);
}

const rights = () => me.value?.rights ?? null;

/**
 * Why one may not do that, or null if one may.
 * @param needs words such as '/dev/web=update', all of which are needed
 */
export function denied(...needs) {
  const missing = needs.find((word) => {
    const [path, verb] = word.split('=');
    return !may(rights(), verb, path);
  });
  return missing ? lack([missing]) : null;
}

/** The same for a group in which one may do it somewhere. */
export const deniedIn = (group, verb) => (reaches(rights(), verb, group) ? null : lack([`${group}=${verb}`]));

/** After the server refused what was offered here: the rights have changed. */
export const refused = (failure) => failure instanceof Refusal && failure.status === 403 && look();
