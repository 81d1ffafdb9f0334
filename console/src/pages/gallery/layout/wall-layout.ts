// Where everything on the wall stands, whether loaded or not, and what of it is in sight. Only spans that have changed
// are laid out again.
import { groupByDay, localDay } from './local-days';
import { guessHeight, justifyRows, type RowOptions, type Shape } from './justify-rows';
import type { Span } from './spans';

export interface WallImage extends Shape {
  filename: string;
  created: string;
}

/** A span and as much of it as is loaded. */
export interface LoadedSpan<I extends WallImage = WallImage> {
  span: Span;
  /** Null: nothing is loaded now. */
  images: readonly I[] | null;
  hasMore: boolean;
}

interface Place {
  /** Within the section. */
  top: number;
  height: number;
}
export type Block = Place &
  (
    | { kind: 'heading'; day: string; from: number; to: number }
    | { kind: 'row'; from: number; to: number; widths: number[] }
    /** Something that is not loaded yet. */
    | { kind: 'ghost' }
  );

export interface Section<I extends WallImage = WallImage> extends LoadedSpan<I> {
  top: number;
  height: number;
  blocks: readonly Block[];
}

export interface WallLayout<I extends WallImage = WallImage> {
  sections: readonly Section<I>[];
  height: number;
}

export interface WallOptions extends RowOptions {
  headingHeight: number;
}

type Laid = Pick<Section, 'blocks' | 'height'>;
interface Remembered {
  loaded: LoadedSpan;
  options: WallOptions;
  laid: Laid;
}

export class WallLayouter<I extends WallImage> {
  private readonly remembered = new Map<string, Remembered>();

  layOut(spans: readonly LoadedSpan<I>[], options: WallOptions): WallLayout<I> {
    let top = 0;
    const sections = spans.map((loaded) => {
      const laid = this.layOutSpan(loaded, options);
      const section = { ...loaded, ...laid, top };
      top += laid.height;
      return section;
    });
    return { sections, height: top };
  }

  private layOutSpan(loaded: LoadedSpan, options: WallOptions): Laid {
    const { key } = loaded.span;
    const before = this.remembered.get(key);
    const isSameWall =
      before && before.options.width === options.width && before.options.target === options.target;
    if (isSameWall && isSameSpan(before.loaded, loaded)) return before.laid;
    // Unloaded again: it takes the place that it had, so that nothing jumps.
    if (isSameWall && !loaded.images && before.loaded.images) return ghostOf(before.laid.height);
    const laid = layOutSpan(loaded, options);
    this.remembered.set(key, { loaded, options, laid });
    return laid;
  }
}

const isSameSpan = (a: LoadedSpan, b: LoadedSpan): boolean =>
  a.images === b.images && a.hasMore === b.hasMore && a.span.count === b.span.count;

const ghostOf = (height: number): Laid => ({
  height,
  blocks: height > 0 ? [{ kind: 'ghost', top: 0, height }] : [],
});

function layOutSpan({ span, images, hasMore }: LoadedSpan, options: WallOptions): Laid {
  const headingHeight = span.from === null ? 0 : options.headingHeight;
  if (!images)
    return ghostOf(span.count ? headingHeight + guessHeight(span.count, options) + options.gap : 0);
  const blocks: Block[] = [];
  let top = 0;
  const groups = headingHeight ? groupByDay(images) : [{ day: '', from: 0, to: images.length }];
  for (const { day, from, to } of groups) {
    if (headingHeight) {
      blocks.push({ kind: 'heading', top, height: headingHeight, day, from, to });
      top += headingHeight;
    }
    for (const row of justifyRows(images.slice(from, to), options)) {
      blocks.push({ ...row, kind: 'row', top, from: from + row.from, to: from + row.to });
      top += row.height + options.gap;
    }
  }
  const missing = hasMore ? guessHeight(Math.max(1, span.count - images.length), options) + options.gap : 0;
  if (missing) blocks.push({ kind: 'ghost', top, height: missing });
  return { blocks, height: top + missing };
}

/** Sections that have a part between two heights of the wall; also empty ones, which may turn out not to be. */
export function sectionsBetween<I extends WallImage>(
  { sections }: WallLayout<I>,
  top: number,
  bottom: number,
): Section<I>[] {
  let at = firstEndingAfter(sections, top);
  const found: Section<I>[] = [];
  for (; at < sections.length && sections[at]!.top <= bottom; at += 1) found.push(sections[at]!);
  return found;
}

/** Its blocks that have a part between two heights of the wall. */
export function blocksBetween({ blocks, top: sectionTop }: Section, top: number, bottom: number): Block[] {
  let at = firstEndingAfter(blocks, top - sectionTop);
  const found: Block[] = [];
  for (; at < blocks.length && blocks[at]!.top <= bottom - sectionTop; at += 1) found.push(blocks[at]!);
  return found;
}

/** By halves: walls have thousands of rows. */
function firstEndingAfter(places: readonly Place[], top: number): number {
  let [low, high] = [0, places.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (places[middle]!.top + places[middle]!.height < top) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** What one looks at: an image, or a part of a span that is not loaded. */
export interface Anchor {
  key: string;
  filename: string | null;
  /** From its top to the top of what is in sight. */
  offset: number;
}

export function anchorAt(layout: WallLayout, top: number): Anchor | null {
  const section = layout.sections[firstEndingAfter(layout.sections, top + 1)];
  if (!section) return null;
  const row = section.blocks[firstEndingAfter(section.blocks, top + 1 - section.top)];
  const filename = row?.kind === 'row' ? (section.images?.[row.from]?.filename ?? null) : null;
  const blockTop = filename === null ? 0 : row!.top;
  return { key: section.span.key, filename, offset: top - section.top - blockTop };
}

/** Where the top of what is in sight has to be so that the anchor stays in its place; null when it is gone. */
export function topOfAnchor(layout: WallLayout, { key, filename, offset }: Anchor): number | null {
  const section = layout.sections.find(({ span }) => span.key === key);
  if (!section) return null;
  const place = filename === null ? null : placeIn(section, filename);
  return section.top + (place?.top ?? 0) + (filename === null || place ? offset : 0);
}

/** The row of an image, in heights of the wall; null while it is not loaded. */
export function placeOf(layout: WallLayout, filename: string): Place | null {
  for (const section of layout.sections) {
    const place = placeIn(section, filename);
    if (place) return { top: section.top + place.top, height: place.height };
  }
  return null;
}

function placeIn({ images, blocks }: Section, filename: string): Place | null {
  const at = images?.findIndex((image) => image.filename === filename) ?? -1;
  if (at < 0) return null;
  return blocks.find((block) => block.kind === 'row' && at >= block.from && at < block.to) ?? null;
}

/** The local day at a height of the wall; null in orders without days. */
export function dayAt(layout: WallLayout, top: number): string | null {
  const section = layout.sections[firstEndingAfter(layout.sections, top + 1)];
  if (!section || section.span.from === null) return null;
  const block = section.blocks[firstEndingAfter(section.blocks, top + 1 - section.top)];
  const from = block && block.kind !== 'ghost' ? section.images?.[block.from] : undefined;
  return from ? localDay(Date.parse(from.created)) : localDay(section.span.from);
}
