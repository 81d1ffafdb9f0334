// Names of wildcards (`animal`, `places/city`) and patterns of them. Pure.

const SEGMENT = /^[\p{L}\p{N}](?:[\p{L}\p{N} ._-]{0,62}[\p{L}\p{N}_-])?$/u;
const MAX_FOLDERS = 5;
const MAX_CHARS = 128;
/** Four stars and what is around them. */
const MAX_PIECES = 9;
const RESERVED = /^(?:con|prn|aux|nul|com\d|lpt\d)(?:\.|$)/i;

/** Says yes to names that are a file inside the folder on every system and can be written as `__name__`, to no others. */
export function isWildcardName(name: string): boolean {
  const segments = name.split('/');
  return (
    name.length <= MAX_CHARS &&
    segments.length <= MAX_FOLDERS &&
    !/_$|__|\.\./.test(name) &&
    segments.every((segment) => SEGMENT.test(segment) && !RESERVED.test(segment))
  );
}

/** The names that a pattern means: `*` is anything within one folder, `**` goes through folders too. */
export function matchNames(names: readonly string[], pattern: string): string[] {
  if (!pattern.includes('*')) return names.includes(pattern) ? [pattern] : [];
  const pieces = pattern.split(/(\*+)/).filter(Boolean);
  if (pieces.length > MAX_PIECES) return [];
  return names.filter((name) => matches(name, pieces));
}

/** All ends that each piece can reach, so that no pattern takes longer than its length times the name's. */
function matches(name: string, pieces: readonly string[]): boolean {
  let ends = new Set([0]);
  for (const piece of pieces) {
    const next = new Set<number>();
    for (const end of ends) {
      if (!piece.startsWith('*')) {
        if (name.startsWith(piece, end)) next.add(end + piece.length);
      } else
        for (let at = end; !next.has(at) && at <= name.length; at += 1) {
          next.add(at);
          if (name[at] === '/' && piece === '*') break;
        }
    }
    ends = next;
  }
  return ends.has(name.length);
}
