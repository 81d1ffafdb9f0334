const MAX_SUGGESTIONS = 3;
const MAX_COMPARED_CHARS = 120;

/** The closest of `names` to what was asked for, best first; names that share nothing with it are left out. */
export function suggest(wanted: string, names: Iterable<string>): string[] {
  const want = simplify(wanted);
  return [...new Set(names)]
    .map((name) => ({ name, distance: nearness(want, simplify(name)) }))
    .filter(({ name, distance }) => distance <= Math.max(2, Math.max(want.length, name.length) * 0.5))
    .sort((a, b) => a.distance - b.distance)
    .slice(0, MAX_SUGGESTIONS)
    .map(({ name }) => name);
}

/** " Did you mean …?" or nothing; to be put after a sentence. */
export function didYouMean(suggestions: string[]): string {
  return suggestions.length > 0 ? ` Did you mean ${suggestions.map((name) => `"${name}"`).join(', ')}?` : '';
}

function simplify(name: string): string {
  return name
    .slice(-MAX_COMPARED_CHARS)
    .toLowerCase()
    .replace(/\.(safetensors|ckpt|pt|gguf)\b.*$/, '');
}

function nearness(a: string, b: string): number {
  const contained = a.length > 3 && b.length > 3 && (a.includes(b) || b.includes(a));
  return contained ? 1 : editDistance(a, b);
}

/** Levenshtein distance, two rows at a time. */
export function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const row = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1);
      row.push(Math.min(change, (previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
