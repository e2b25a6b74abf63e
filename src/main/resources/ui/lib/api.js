// The REST API.
import { authorization, askToSignIn, settled } from './auth.js';
import { lack } from './rights.js';
import { signal } from './signal.js';

/** An answer that refuses. `details` are [{path, errors}], `deployments` those that hold a lock. */
export class Refusal extends Error {
  constructor(status, body) {
    super(typeof body?.message === 'string' ? body.message : `The server answered ${status}.`);
    this.status = status;
    this.details = Array.isArray(body?.details) ? body.details : [];
    this.deployments = Array.isArray(body?.deployments) ? body.deployments.map((one) => one.id) : [];
    if (typeof body?.details === 'string') this.message += ` ${body.details}`;
    if (status === 403 && Array.isArray(body?.missing) && body.missing.length) this.message = lack(body.missing);
  }
}

/** Why something could not be read, as a sentence. */
export const whyNot = (failure) => (failure instanceof Refusal ? failure.message : 'The server does not answer.');

/** True once this node answered that another one leads: only loading the page again follows it there. */
export const moved = signal(false);

const json = (text) => {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};

/**
 * Asks the API. Waits while the user signs in.
 * @returns the body as JSON, null if there is none; fails with Refusal, or TypeError if nobody answers
 */
export const ask = async (request) => (await send(request)).body;

/**
 * Reads again what may not have changed.
 * @param tag of the answer before; null if there is none
 * @returns {tag, body}, or null if nothing has changed
 */
export async function renew(path, tag) {
  const answer = await send({ path, tag });
  return answer.status === 304 ? null : answer;
}

async function send({ method = 'GET', path, body, reason, tag, signal: abort }) {
  for (;;) {
    await settled();
    const used = authorization();
    const headers = { Accept: 'application/json', 'X-Requested-With': 'XMLHttpRequest', ...used };
    if (body !== undefined) headers['Content-Type'] = 'application/json';
    if (tag) headers['If-None-Match'] = tag;
    if (reason) headers['X-Marathon-Reason'] = ascii(reason);
    const answer = await fetch(path, {
      method,
      headers,
      redirect: 'manual',
      signal: abort,
      body: body === undefined ? undefined : JSON.stringify(body),
    });
    if (answer.type === 'opaqueredirect') {
      moved.set(true);
      throw new Refusal(0, { message: 'Another node leads now.' });
    }
    if (answer.status === 401) {
      await askToSignIn(answer.headers.get('WWW-Authenticate'), used.Authorization);
      continue;
    }
    const read = json(await answer.text());
    if (!answer.ok && answer.status !== 304) throw new Refusal(answer.status, read);
    return { status: answer.status, tag: answer.headers.get('ETag'), body: read };
  }
}

export const get = (path, abort) => ask({ path, signal: abort });

/** Header values are Latin-1; others are written as JSON writes them. */
const ascii = (text) => text.replace(/[^\x20-\x7e]/g, (c) => (c === '\n' ? ' ' : `\\u${c.charCodeAt(0).toString(16).padStart(4, '0')}`));

export const appPath = (id) => `/v2/apps${id.split('/').map(encodeURIComponent).join('/')}`;

const quoted = (text) => `'${text.replace(/'/g, `'\\''`)}'`;

/** The same request for a shell. */
export function curl({ method = 'GET', path, body, reason }) {
  const parts = ['curl', '-sS'];
  if (method !== 'GET') parts.push('-X', method);
  if (body !== undefined) parts.push('-H', quoted('Content-Type: application/json'), '-d', quoted(JSON.stringify(body)));
  if (reason) parts.push('-H', quoted(`X-Marathon-Reason: ${ascii(reason)}`));
  parts.push(quoted(location.origin + path));
  return parts.join(' ');
}
