// Colours of names. The sheet has so many for things of a kind.
const HUES = 8;

/** The colour of a name: always the same, for equal names. */
export function hueOf(name) {
  let hash = 0;
  for (const c of name) hash = (hash * 31 + c.charCodeAt(0)) >>> 0;
  return hash % HUES;
}

/** Colours of names that are seen together, by name: as different as there are colours, and the same for the same names. */
export function huesOf(names) {
  const used = new Array(HUES).fill(0);
  const hues = new Map();
  for (const name of [...names].sort()) {
    const own = hueOf(name);
    const least = Math.min(...used);
    let hue = own;
    while (used[hue] > least) hue = (hue + 1) % HUES;
    used[hue] += 1;
    hues.set(name, hue);
  }
  return hues;
}
