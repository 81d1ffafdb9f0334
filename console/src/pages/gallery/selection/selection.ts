// Which images are selected. Pure: each step gives the next selection.

export interface Selection {
  chosen: ReadonlySet<string>;
  /** Where a range begins: what was chosen last by itself. */
  anchor: string | null;
}

export const NOTHING_CHOSEN: Selection = { chosen: new Set(), anchor: null };

export function toggle({ chosen }: Selection, filename: string): Selection {
  const next = new Set(chosen);
  if (!next.delete(filename)) next.add(filename);
  return { chosen: next, anchor: filename };
}

/** Everything between the anchor and `filename` in the order of the wall, added to what was chosen. */
export function extend(selection: Selection, filename: string, order: readonly string[]): Selection {
  const range = rangeOf(order, selection.anchor, filename);
  if (!range.length) return toggle(selection, filename);
  return { chosen: new Set([...selection.chosen, ...range]), anchor: selection.anchor };
}

/** Both ends included, whichever comes first; empty when one of them is not on the wall. */
export function rangeOf(order: readonly string[], from: string | null, to: string): string[] {
  if (from === null) return [];
  const [a, b] = [order.indexOf(from), order.indexOf(to)];
  return a < 0 || b < 0 ? [] : order.slice(Math.min(a, b), Math.max(a, b) + 1);
}

/** A day by its heading: all of them, or none when all were chosen before. */
export function toggleAll({ chosen }: Selection, filenames: readonly string[]): Selection {
  const all = filenames.every((filename) => chosen.has(filename));
  const next = new Set(chosen);
  for (const filename of filenames)
    if (all) next.delete(filename);
    else next.add(filename);
  return { chosen: next, anchor: filenames.at(0) ?? null };
}

export function dropAll({ chosen, anchor }: Selection, gone: readonly string[]): Selection {
  const names = new Set(gone);
  return {
    chosen: new Set([...chosen].filter((filename) => !names.has(filename))),
    anchor: anchor !== null && names.has(anchor) ? null : anchor,
  };
}
