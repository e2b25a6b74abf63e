// Who is signed in, in this tab and its siblings. Credentials stay in memory and in this tab's session.
import { recall, remember } from './storage.js';
import { signal } from './signal.js';

const KEY = 'authorization';
let header = recall(KEY, null, sessionStorage);
let refused = null; // what the server took no longer: trying it again would count as an attack
let waiting = [];
let expiry = 0;

/** What the sign-in page is to offer: {password, token, again}; null while nobody has to sign in. */
export const signInWanted = signal(null);

/** Whose credentials are used: {header}. Tells when they change. */
export const credentials = signal({ header });

const siblings = new BroadcastChannel('marathon-auth');
siblings.onmessage = ({ data }) => {
  if (data.asks && header) siblings.postMessage({ header });
  if (data.header && data.header !== header && data.header !== refused) take(data.header);
  if (data.out) forget();
};
if (header) endLater();
else siblings.postMessage({ asks: true });

export const authorization = () => (header ? { Authorization: header } : {});

/**
 * Resolves when somebody has signed in.
 * @param challenge of the server; names the ways that it takes
 * @param used the header that was refused
 */
export function askToSignIn(challenge, used) {
  if ((used ?? null) !== header) return Promise.resolve(); // somebody signed in meanwhile, or is asked to
  const text = (challenge ?? 'basic').toLowerCase();
  const token = text.includes('bearer');
  signInWanted.set(signInWanted.value ?? { token, password: text.includes('basic') || !token, again: header !== null });
  refused = header;
  header = null;
  return new Promise((resolve) => waiting.push(resolve));
}

/** Waits while somebody is asked to sign in. */
export const settled = () => (signInWanted.value ? new Promise((resolve) => waiting.push(resolve)) : null);

function take(value) {
  header = value;
  remember(KEY, value, sessionStorage);
  endLater();
  signInWanted.set(null);
  credentials.set({ header });
  waiting.forEach((resolve) => resolve());
  waiting = [];
}

/** The claims of a token; null for other credentials. They are read to say until when, the server checks them. */
export function claims() {
  const middle = /^Bearer [^.]+\.([^.]+)\./.exec(header ?? '')?.[1];
  try {
    return middle ? JSON.parse(atob(middle.replace(/-/g, '+').replace(/_/g, '/'))) : null;
  } catch {
    return null;
  }
}

/** A token ends by itself: then nothing comes any more, without a word. */
function endLater() {
  clearTimeout(expiry);
  const end = claims()?.exp;
  if (end) expiry = setTimeout(() => askToSignIn('bearer', header), Math.min(2 ** 31 - 1, Math.max(0, end * 1000 - Date.now())));
}

const basic = (user, password) => `Basic ${btoa(String.fromCharCode(...new TextEncoder().encode(`${user}:${password}`)))}`;

/**
 * Tries credentials; everybody who waits goes on if they are right.
 * @param given {user, password} or {token}
 * @returns why not, or null
 */
export async function signIn(given) {
  const value = given.token === undefined ? basic(given.user, given.password) : `Bearer ${given.token.replace(/\s+/g, '')}`;
  const answer = await fetch('/v2/whoami', { headers: { Authorization: value, 'X-Requested-With': 'XMLHttpRequest' }, redirect: 'manual' });
  if (answer.status === 401) return given.token === undefined ? 'User and password do not match.' : 'The token is not accepted. It may have ended.';
  if (answer.status === 429) return `Too many tries from this address. Try again in ${answer.headers.get('Retry-After') ?? 60} seconds.`;
  if (answer.status >= 500) return `Marathon cannot check that at the moment (${answer.status}).`;
  take(value);
  siblings.postMessage({ header: value });
  return null;
}

function forget() {
  header = null;
  // Drafts too: whoever comes next is somebody else.
  for (const key of Object.keys(sessionStorage)) if (key.startsWith('marathon.')) sessionStorage.removeItem(key);
  credentials.set({ header });
  // Without the fragment: where one was is nobody's business either.
  location.assign(location.pathname);
}

export function signOut() {
  siblings.postMessage({ out: true });
  forget();
}
