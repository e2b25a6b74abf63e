// Who is signed in, in this tab and its siblings. Credentials stay in memory and in this tab's session.
import { recall, remember } from './storage.js';
import { signal } from './signal.js';

const KEY = 'authorization';
let header = recall(KEY, null, sessionStorage);
let waiting = [];

/** Whether the sign-in page is to be shown. */
export const signInWanted = signal(false);

const siblings = new BroadcastChannel('marathon-auth');
siblings.onmessage = ({ data }) => {
  if (data.asks && header) siblings.postMessage({ header });
  if (data.header && data.header !== header) signedIn(data.header);
};
if (!header) siblings.postMessage({ asks: true });

export const authorization = () => (header ? { Authorization: header } : {});

/** Resolves when somebody has signed in. */
export function askToSignIn() {
  signInWanted.set(true);
  return new Promise((resolve) => waiting.push(resolve));
}

function signedIn(value) {
  header = value;
  remember(KEY, value, sessionStorage);
  signInWanted.set(false);
  waiting.forEach((resolve) => resolve());
  waiting = [];
}

/**
 * Tries credentials; everybody who waits goes on if they are right.
 * @returns whether they are
 */
export async function signIn(user, password) {
  const utf8 = new TextEncoder().encode(`${user}:${password}`);
  const value = `Basic ${btoa(String.fromCharCode(...utf8))}`;
  const answer = await fetch('/v2/info', { headers: { Authorization: value, 'X-Requested-With': 'XMLHttpRequest' }, redirect: 'manual' });
  if (answer.status === 401) return false;
  signedIn(value);
  siblings.postMessage({ header: value });
  return true;
}

export function signOut() {
  header = null;
  remember(KEY, null, sessionStorage);
  location.reload();
}

export const isSignedIn = () => header !== null;
