// What a user may do, by the words of the API: PATH=VERB,VERB, or node=VERB for the node itself. Pure.
import { below } from './format.js';

const SAID = { view: 'see', create: 'create', update: 'change', delete: 'destroy', env: 'see the environment of' };

const parts = (word) => {
  const end = word.indexOf('=');
  return { scope: word.slice(0, end), verbs: word.slice(end + 1).split(',') };
};

const covers = (scope, path) => scope === '/' || (path === 'node' ? scope === 'node' : scope !== 'node' && below(path, scope));

/**
 * @param rights words, as /v2/whoami lists them; null while they are not known: then the server decides
 * @param path of an app or a group, or 'node'
 */
export function may(rights, verb, path) {
  return rights === null || rights.map(parts).some(({ scope, verbs }) => (verbs.includes(verb) || verbs.includes('all')) && covers(scope, path));
}

/** Whether it may do that to the path or to something below it. */
export function reaches(rights, verb, path) {
  return may(rights, verb, path) || rights.map(parts).some(({ scope, verbs }) => (verbs.includes(verb) || verbs.includes('all')) && scope !== 'node' && below(scope, path));
}

/** What is missing, as a sentence. @param words of which any would do */
export function lack(words) {
  const { scope } = parts(words[0]);
  const verbs = words.map((word) => SAID[parts(word).verbs[0]]);
  const what = scope === 'node' ? 'the node itself' : scope === '/' ? 'what is at the top' : scope;
  return `You may not ${verbs.join(' or ')} ${what}. That needs the right ${words.join(' or ')}.`;
}
