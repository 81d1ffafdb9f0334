const MOST = 1_000;

interface Lines<T> {
  lines: T[];
  next: number;
}

/** What was known and what came since, the oldest first; each line once, and not more than one can scroll through. */
export function appendLines<T extends { seq: number }>(
  known: Lines<T> | undefined,
  more: Lines<T>,
): Lines<T> {
  const last = known?.lines.at(-1)?.seq ?? -1;
  const isAfter = known !== undefined && more.next >= known.next;
  if (!isAfter) return more;
  const fresh = more.lines.filter(({ seq }) => seq > last);
  const lines = fresh.length ? [...known.lines, ...fresh].slice(-MOST) : known.lines;
  return { lines, next: more.next };
}
