/** How many colours the sheet has for things of a kind. */
const HUES = 8;

/** The colour of a name: always the same, for equal names. */
export function hueOf(name) {
  let hash = 0;
  for (const c of name) hash = (hash * 31 + c.charCodeAt(0)) >>> 0;
  return hash % HUES;
}
