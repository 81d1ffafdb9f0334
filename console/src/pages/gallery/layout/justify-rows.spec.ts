import { describe, expect, it } from '@jest/globals';
import { guessHeight, justifyRows, type Shape } from './justify-rows';

const OPTIONS = { width: 1000, target: 200, gap: 4 };
const square = (count: number): Shape[] => Array.from({ length: count }, () => ({ width: 512, height: 512 }));
const mixed = (count: number): Shape[] =>
  Array.from({ length: count }, (_, at) => ({
    width: 400 + ((at * 137) % 900),
    height: 400 + ((at * 211) % 700),
  }));

describe('rows of the wall', () => {
  it('hold every picture once, in order', () => {
    const rows = justifyRows(mixed(137), OPTIONS);
    expect(
      rows.flatMap(({ from, to }) => Array.from({ length: to - from }, (_, step) => from + step)),
    ).toEqual(Array.from({ length: 137 }, (_, at) => at));
  });

  it('fill the width to the pixel, but for the last', () => {
    for (const width of [390, 1001, 1733]) {
      const rows = justifyRows(mixed(90), { ...OPTIONS, width });
      for (const row of rows.slice(0, -1)) {
        const used = row.widths.reduce((sum, each) => sum + each, 0) + OPTIONS.gap * (row.widths.length - 1);
        expect(used).toBe(width);
      }
    }
  });

  it('are about as high as they should be', () => {
    for (const { height } of justifyRows(mixed(200), OPTIONS).slice(0, -1)) {
      expect(height).toBeGreaterThan(OPTIONS.target * 0.6);
      expect(height).toBeLessThan(OPTIONS.target * 1.6);
    }
  });

  it('keep the shape of each picture to a pixel or two', () => {
    const shapes = mixed(60);
    for (const row of justifyRows(shapes, OPTIONS).slice(0, -1))
      row.widths.forEach((width, step) => {
        const { width: w, height: h } = shapes[row.from + step]!;
        expect(Math.abs(width - (w / h) * row.height)).toBeLessThan(row.widths.length + 3);
      });
  });

  it('leave few pictures at the end as they are instead of blowing them up', () => {
    const [row] = justifyRows(square(1), OPTIONS);
    expect(row).toEqual({ from: 0, to: 1, height: 200, widths: [200] });
  });

  it('show a picture that is wider than the wall no wider than the wall', () => {
    const [row] = justifyRows([{ width: 9000, height: 100 }], { ...OPTIONS, width: 390 });
    expect(row!.widths[0]).toBeLessThanOrEqual(390);
  });

  it('need sizes that make sense no more than a wall that has no width yet', () => {
    expect(justifyRows([{ width: 0, height: 0 }], OPTIONS)).toHaveLength(1);
    expect(justifyRows(square(3), { ...OPTIONS, width: 0 })).toEqual([]);
  });
});

describe('the guess at what is not loaded', () => {
  it('comes near what squares will take', () => {
    const rows = justifyRows(square(100), OPTIONS);
    const real = rows.reduce((sum, row) => sum + row.height + OPTIONS.gap, -OPTIONS.gap);
    expect(Math.abs(guessHeight(100, OPTIONS) - real) / real).toBeLessThan(0.15);
  });

  it('is nothing for nothing', () => expect(guessHeight(0, OPTIONS)).toBe(0));
});
