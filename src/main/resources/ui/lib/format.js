// How numbers, times and names are written. Pure.

// By hand: the first use of the browser's formatters takes longer than all rows of a list together.
function rounded(n, digits) {
  const [whole, part] = String(Math.round(n * 10 ** digits) / 10 ** digits).split('.');
  return whole.replace(/\B(?=(\d{3})+$)/g, ',') + (part ? `.${part}` : '');
}

export const count = (n) => rounded(n, 0);
export const cpus = (n) => rounded(n, n >= 100 ? 0 : n >= 10 ? 1 : 2);

/** MiB as people read it. */
export function memory(mib) {
  if (mib >= 1024 * 1024) return `${rounded(mib / 1024 / 1024, 1)} TiB`;
  if (mib >= 1024) return `${rounded(mib / 1024, 1)} GiB`;
  return `${count(mib)} MiB`;
}

export function bytes(n) {
  if (n >= 1 << 30) return `${rounded(n / (1 << 30), 1)} GiB`;
  if (n >= 1 << 20) return `${rounded(n / (1 << 20), 1)} MiB`;
  if (n >= 1024) return `${rounded(n / 1024, 1)} KiB`;
  return `${n} B`;
}

export const plural = (n, word, words = `${word}s`) => `${count(n)} ${n === 1 ? word : words}`;

/** Seconds as the two largest units: 3d 4h, 12m 5s. */
export function duration(seconds) {
  const s = Math.max(0, Math.floor(seconds));
  const parts = [[Math.floor(s / 86400), 'd'], [Math.floor(s / 3600) % 24, 'h'], [Math.floor(s / 60) % 60, 'm'], [s % 60, 's']];
  const first = parts.findIndex(([n]) => n > 0);
  if (first < 0) return '0s';
  return parts.slice(first, first + 2).filter(([n], i) => i === 0 || n > 0).map(([n, unit]) => n + unit).join(' ');
}

export const ago = (time, now = Date.now()) => {
  const seconds = (now - Date.parse(time)) / 1000;
  return seconds < 1 ? 'just now' : `${duration(seconds)} ago`;
};

function formatter(language, options) {
  let made;
  return (time) => (made ??= new Intl.DateTimeFormat(language, options)).format(new Date(time));
}

const day = formatter('en', { month: 'short', day: 'numeric' });
export const timeOfDay = formatter('en-GB', { hour: '2-digit', minute: '2-digit', second: '2-digit' });
export const date = (time) => `${day(time)}, ${timeOfDay(time)}`;
export const exact = formatter('en', { dateStyle: 'medium', timeStyle: 'long' });

/** The last part of an id. */
export const nameOf = (id) => id.slice(id.lastIndexOf('/') + 1);

/** The group of an id; '/' for those at the top. */
export const groupOf = (id) => id.slice(0, id.lastIndexOf('/')) || '/';

/** Whether an id is a group or below it. */
export const below = (id, group) => group === '/' || id === group || id.startsWith(`${group}/`);

/** The part of an instance's or task's id that tells it from its siblings. */
export function shortInstance(id) {
  const uuid = /instance-([0-9a-f-]{8})/.exec(id);
  return uuid ? uuid[1] : id;
}

/** TASK_RUNNING, InsufficientCpus and step_success as words. */
export function words(name) {
  const spaced = name.replace(/^TASK_/, '').replace(/_event$/, '').replace(/_/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
  return spaced.charAt(0).toUpperCase() + spaced.slice(1);
}
