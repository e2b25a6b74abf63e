// Differences between two texts, line by line. Pure.
//
// Common lines at both ends are set aside; between them the longest common subsequence is found by dynamic programming.
// The definitions of apps have some hundred lines; beyond LIMIT all lines between are told as replaced.

const LIMIT = 4_000_000;

/** [{kind: 'same' | 'added' | 'removed', text}] */
export function diff(before, after) {
  const a = before.split('\n');
  const b = after.split('\n');
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a[a.length - 1 - end] === b[b.length - 1 - end]) end++;
  const same = (lines) => lines.map((text) => ({ kind: 'same', text }));
  return [
    ...same(a.slice(0, start)),
    ...middle(a.slice(start, a.length - end), b.slice(start, b.length - end)),
    ...same(a.slice(a.length - end)),
  ];
}

function middle(a, b) {
  const removed = (text) => ({ kind: 'removed', text });
  const added = (text) => ({ kind: 'added', text });
  if (a.length * b.length > LIMIT) return [...a.map(removed), ...b.map(added)];
  const width = b.length + 1;
  const longest = new Uint32Array((a.length + 1) * width);
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      longest[i * width + j] = a[i] === b[j]
        ? longest[(i + 1) * width + j + 1] + 1
        : Math.max(longest[(i + 1) * width + j], longest[i * width + j + 1]);
    }
  }
  const lines = [];
  let i = 0;
  let j = 0;
  while (i < a.length || j < b.length) {
    if (i < a.length && j < b.length && a[i] === b[j]) {
      lines.push({ kind: 'same', text: a[i++] });
      j++;
    } else if (j >= b.length || (i < a.length && longest[(i + 1) * width + j] >= longest[i * width + j + 1])) {
      lines.push(removed(a[i++]));
    } else {
      lines.push(added(b[j++]));
    }
  }
  return lines;
}

/** Keeps changed lines and some around them; {kind: 'gap', count} stands for the others. */
export function folded(lines, around = 3) {
  const near = lines.map((_, i) => lines.slice(Math.max(0, i - around), i + around + 1).some((one) => one.kind !== 'same'));
  const out = [];
  lines.forEach((line, i) => {
    if (near[i]) out.push(line);
    else if (out.at(-1)?.kind === 'gap') out.at(-1).count += 1;
    else out.push({ kind: 'gap', count: 1 });
  });
  return out;
}
