// The newest events, as many as there is room for.

const MOST = 3000;
const ROOM = 4_000_000; // characters of what the server wrote; a plan for a thousand apps has some hundred thousand

/** @returns {events: oldest first, add, addOlder: those of them that are not known} */
export function kept() {
  const events = [];
  let size = 0;
  const sizeOf = (list) => list.reduce((sum, one) => sum + one.size, 0);
  function trim() {
    // Not for each one that is too many: to move all of them takes its time.
    if (events.length < 2 * MOST && size < 2 * ROOM) return;
    let from = Math.max(0, events.length - MOST);
    let left = sizeOf(events.slice(from));
    while (left > ROOM) left -= events[from++].size;
    events.splice(0, from);
    size = left;
  }
  return {
    events,
    add(newer) {
      events.push(...newer);
      size += sizeOf(newer);
      trim();
    },
    addOlder(older) {
      const known = new Set(events.map((one) => one.id));
      const more = older.filter((one) => !known.has(one.id));
      events.unshift(...more);
      size += sizeOf(more);
      trim();
    },
  };
}
