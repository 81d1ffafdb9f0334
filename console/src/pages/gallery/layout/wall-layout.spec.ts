import { describe, expect, it } from '@jest/globals';
import type { Span } from './spans';
import {
  anchorAt,
  blocksBetween,
  dayAt,
  placeOf,
  sectionsBetween,
  topOfAnchor,
  WallLayouter,
  type LoadedSpan,
  type WallImage,
} from './wall-layout';

const OPTIONS = { width: 1000, target: 200, gap: 4, headingHeight: 40 };
const span = (day: string, count: number): Span => ({
  key: `d${day}`,
  from: new Date(`${day}T00:00:00`).getTime(),
  to: new Date(`${day}T00:00:00`).getTime() + 86_400_000,
  count,
});
const images = (day: string, count: number): WallImage[] =>
  Array.from({ length: count }, (_, at) => ({
    filename: `${day}-${at}.png`,
    width: 512 + (at % 3) * 200,
    height: 512,
    created: new Date(`${day}T12:00:00`).toISOString(),
  }));
const loaded = (day: string, count: number): LoadedSpan => ({
  span: span(day, count),
  images: images(day, count),
  hasMore: false,
});
const unloaded = (day: string, count: number): LoadedSpan => ({
  span: span(day, count),
  images: null,
  hasMore: true,
});
const layOut = (...spans: LoadedSpan[]) => new WallLayouter().layOut(spans, OPTIONS);

describe('the layout of the wall', () => {
  it('gives each day a heading and its rows, one below the other without holes', () => {
    const { sections, height } = layOut(loaded('2026-11-20', 30), loaded('2026-11-19', 3));
    expect(sections.map(({ blocks }) => blocks[0]!.kind)).toEqual(['heading', 'heading']);
    expect(sections[1]!.top).toBe(sections[0]!.height);
    expect(height).toBe(sections[0]!.height + sections[1]!.height);
    const rows = sections[0]!.blocks.filter(({ kind }) => kind === 'row');
    for (let at = 1; at < rows.length; at += 1)
      expect(rows[at]!.top).toBe(rows[at - 1]!.top + rows[at - 1]!.height + OPTIONS.gap);
  });

  it('keeps a place for what is not loaded', () => {
    const { sections } = layOut(unloaded('2026-11-20', 100), loaded('2026-11-19', 3));
    expect(sections[0]!.blocks).toEqual([{ kind: 'ghost', top: 0, height: sections[0]!.height }]);
    expect(sections[0]!.height).toBeGreaterThan(1000);
  });

  it('keeps the exact place of what was unloaded again', () => {
    const layouter = new WallLayouter();
    const before = layouter.layOut([loaded('2026-11-20', 77)], OPTIONS);
    const after = layouter.layOut([unloaded('2026-11-20', 77)], OPTIONS);
    expect(after.height).toBe(before.height);
    expect(after.sections[0]!.blocks[0]!.kind).toBe('ghost');
  });

  it('lays out again only what has changed', () => {
    const layouter = new WallLayouter();
    const [first, second] = [loaded('2026-11-20', 30), loaded('2026-11-19', 3)];
    const before = layouter.layOut([first, second], OPTIONS);
    const after = layouter.layOut([{ ...first, images: images('2026-11-20', 31) }, second], OPTIONS);
    expect(after.sections[0]!.blocks).not.toBe(before.sections[0]!.blocks);
    expect(after.sections[1]!.blocks).toBe(before.sections[1]!.blocks);
  });

  it('finds the few days in sight of a hundred thousand images', () => {
    const spans = Array.from({ length: 500 }, (_, at) =>
      loaded(new Date(Date.UTC(2025, 0, 1 + at)).toISOString().slice(0, 10), 200),
    );
    const layout = layOut(...spans);
    const middle = layout.height / 2;
    const found = sectionsBetween(layout, middle, middle + 800);
    expect(found.length).toBeGreaterThan(0);
    expect(found.length).toBeLessThan(5);
    expect(found.flatMap((section) => blocksBetween(section, middle, middle + 800)).length).toBeLessThan(10);
  });
});

describe('what is in sight', () => {
  const layout = layOut(loaded('2026-11-20', 60), loaded('2026-11-19', 60), loaded('2026-11-18', 60));

  it('are the blocks that have a part between two heights', () => {
    const { top } = layout.sections[1]!;
    const found = sectionsBetween(layout, top - 100, top + 300);
    expect(found.map(({ span: { key } }) => key)).toEqual(['d2026-11-20', 'd2026-11-19']);
    for (const section of found)
      for (const block of blocksBetween(section, top - 100, top + 300)) {
        expect(section.top + block.top + block.height).toBeGreaterThanOrEqual(top - 100);
        expect(section.top + block.top).toBeLessThanOrEqual(top + 300);
      }
  });

  it('has a day, also where nothing is loaded', () => {
    expect(dayAt(layout, layout.sections[1]!.top + 50)).toBe('2026-11-19');
    expect(dayAt(layOut(unloaded('2026-11-20', 50)), 100)).toBe('2026-11-20');
    expect(
      dayAt(
        layOut({
          span: { key: 'all', from: null, to: null, count: 3 },
          images: images('2026-11-20', 3),
          hasMore: false,
        }),
        0,
      ),
    ).toBeNull();
  });

  it('stays in its place when images come above it', () => {
    const top = layout.sections[1]!.top + 333;
    const anchor = anchorAt(layout, top)!;
    const grown = layOut(
      loaded('2026-11-21', 40),
      loaded('2026-11-20', 60),
      loaded('2026-11-19', 60),
      loaded('2026-11-18', 60),
    );
    const shift = grown.sections[2]!.top - layout.sections[1]!.top;
    expect(shift).toBeGreaterThan(0);
    expect(topOfAnchor(grown, anchor)).toBe(top + shift);
  });

  it('stays in its place when it is laid out in other rows', () => {
    const top = layout.sections[1]!.top + 333;
    const anchor = anchorAt(layout, top)!;
    const narrow = new WallLayouter().layOut(layout.sections, { ...OPTIONS, width: 390 });
    expect(topOfAnchor(narrow, anchor)).toBe(placeOf(narrow, anchor.filename!)!.top + anchor.offset);
  });

  it('knows when it is gone', () => {
    expect(topOfAnchor(layOut(), { key: 'd2026-11-20', filename: null, offset: 0 })).toBeNull();
  });
});
