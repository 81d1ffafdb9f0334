// Changes made in this page are shown before the server tells of them: its telling is then no news.
const ECHO_MS = 15_000;
const made = new Map<string, number>();

export function willChange(filenames: readonly string[]): void {
  const now = Date.now();
  for (const [filename, at] of made) if (now - at > ECHO_MS) made.delete(filename);
  for (const filename of filenames) made.set(filename, now);
}

/** Of these the ones that somebody else changed. */
export function changedElsewhere(filenames: readonly string[]): string[] {
  const now = Date.now();
  return filenames.filter((filename) => now - (made.get(filename) ?? -Infinity) > ECHO_MS);
}
