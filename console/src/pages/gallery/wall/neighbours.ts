import type { WallImage, WallLayout } from '../layout/wall-layout';

export type Direction = 'ArrowLeft' | 'ArrowRight' | 'ArrowUp' | 'ArrowDown';

interface RowPlace {
  names: string[];
  /** Middles of its tiles. */
  middles: number[];
}

/** The image that an arrow key leads to, by where the tiles stand; null at the edges and where nothing is loaded. */
export function neighbourOf(
  layout: WallLayout<WallImage>,
  gap: number,
  filename: string,
  direction: Direction,
): string | null {
  const rows = rowsOf(layout, gap);
  const at = rows.findIndex(({ names }) => names.includes(filename));
  if (at < 0) return null;
  const row = rows[at]!;
  const place = row.names.indexOf(filename);
  if (direction === 'ArrowLeft') return row.names[place - 1] ?? rows[at - 1]?.names.at(-1) ?? null;
  if (direction === 'ArrowRight') return row.names[place + 1] ?? rows[at + 1]?.names[0] ?? null;
  const other = rows[direction === 'ArrowUp' ? at - 1 : at + 1];
  if (!other) return null;
  const distances = other.middles.map((middle) => Math.abs(middle - row.middles[place]!));
  return other.names[distances.indexOf(Math.min(...distances))] ?? null;
}

function rowsOf({ sections }: WallLayout<WallImage>, gap: number): RowPlace[] {
  const rows: RowPlace[] = [];
  for (const { blocks, images } of sections)
    for (const block of blocks) {
      if (block.kind !== 'row' || !images) continue;
      let left = 0;
      const middles = block.widths.map((width) => {
        const middle = left + width / 2;
        left += width + gap;
        return middle;
      });
      rows.push({ names: images.slice(block.from, block.to).map((image) => image.filename), middles });
    }
  return rows;
}
