// Fuzzy search over ids. Pure.
//
// All letters of a word must appear in order. A word that appears as a whole beats one whose letters are spread, and
// letters that follow each other or begin a segment beat others. Shorter texts come first among equals.

const starts = (text, i) => i === 0 || '/-._ '.includes(text[i - 1]);

/** A score, higher is better, or null if the text does not match. Both in lower case. */
export function score(word, text) {
  const whole = text.lastIndexOf(word);
  if (whole >= 0) {
    return 1000 + (starts(text, whole) ? 200 : 0) + (whole + word.length === text.length ? 100 : 0) - text.length;
  }
  let total = 0;
  let at = text.length;
  for (let i = word.length - 1; i >= 0; i--) {
    const next = at > 0 ? text.lastIndexOf(word[i], at - 1) : -1;
    if (next < 0) return null;
    total += next === at - 1 ? 8 : starts(text, next) ? 6 : 1;
    at = next;
  }
  return total < word.length * 3 ? null : total * 4 - text.length;
}

/** Scores texts against all words of a query; null if one does not match. */
export function matcher(query) {
  const wanted = query.toLowerCase().split(/\s+/).filter(Boolean);
  return (text) => {
    let total = 0;
    for (const word of wanted) {
      const one = score(word, text);
      if (one === null) return null;
      total += one;
    }
    return total;
  };
}
