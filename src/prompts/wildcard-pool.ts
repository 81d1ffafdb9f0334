// The lines of a wildcard file, and drawing from one or several of them. Pure.
import { readWeight } from './prompt-syntax.js';
import type { Random } from './prng.js';
import { drawOptions, type DrawnLine, type WildcardPool } from './resolve-prompt.js';

export interface WildcardLines {
  /** Its name. */
  file: string;
  texts: string[];
  /** Sum of the weights up to and with each line. */
  sums: Float64Array;
}

const MAX_LINE_CHARS = 8_192;
/** Beyond, lines are drawn again and again until they differ instead of being taken out of a list. */
const SMALL_POOL = 2_000;
const TRIES_PER_LINE = 20;

/** One option a line; lines that begin with `#` and empty ones are left out, as are those of more than 8,192 characters. */
export function readLines(file: string, content: string): WildcardLines {
  const texts: string[] = [];
  const weights: number[] = [];
  for (const raw of content.replace(/^\uFEFF/, '').split(/\r\n|[\n\r]/)) {
    const line = raw.trim();
    if (!line || line.startsWith('#') || line.length > MAX_LINE_CHARS) continue;
    const { weight, length } = readWeight(line);
    texts.push(line.slice(length));
    weights.push(weight);
  }
  const allZero = weights.every((weight) => weight === 0);
  const sums = new Float64Array(weights.length);
  let sum = 0;
  for (const [index, weight] of weights.entries()) sums[index] = sum += allZero ? 1 : weight;
  return { file, texts, sums };
}

/** Every line of every file stands for itself: a long file is drawn from more often than a short one. */
export class LinePool implements WildcardPool {
  readonly size: number;
  private readonly total: number;

  constructor(private readonly files: readonly WildcardLines[]) {
    this.size = files.reduce((sum, lines) => sum + lines.texts.length, 0);
    this.total = files.reduce((sum, lines) => sum + (lines.sums.at(-1) ?? 0), 0);
  }

  draw(random: Random, count: number): DrawnLine[] {
    if (this.size === 0 || count < 1) return [];
    if (count === 1) return [this.one(random).line];
    return this.size <= SMALL_POOL ? this.fromList(random, count) : this.byChance(random, count);
  }

  private fromList(random: Random, count: number): DrawnLine[] {
    const all = this.files.flatMap(({ file, texts, sums }) =>
      texts.map((text, index) => ({ file, text, weight: sums[index]! - (index ? sums[index - 1]! : 0) })),
    );
    return drawOptions(all, count, random).map(({ file, text }) => ({ file, text }));
  }

  private byChance(random: Random, count: number): DrawnLine[] {
    const drawn = new Map<string, DrawnLine>();
    for (let tries = count * TRIES_PER_LINE; tries > 0 && drawn.size < count; tries -= 1) {
      const { key, line } = this.one(random);
      drawn.set(key, line);
    }
    return [...drawn.values()];
  }

  private one(random: Random): { key: string; line: DrawnLine } {
    let mark = random() * this.total;
    for (const lines of this.files) {
      const sum = lines.sums.at(-1) ?? 0;
      if (mark < sum) return drawn(lines, firstAbove(lines.sums, mark));
      mark -= sum;
    }
    const last = this.files.findLast((lines) => lines.texts.length > 0)!;
    return drawn(last, last.texts.length - 1);
  }
}

function drawn(lines: WildcardLines, index: number): { key: string; line: DrawnLine } {
  return { key: `${lines.file} ${index}`, line: { file: lines.file, text: lines.texts[index]! } };
}

/** The first line whose sum is greater than `mark`. */
function firstAbove(sums: Float64Array, mark: number): number {
  let low = 0;
  let high = sums.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sums[middle]! > mark) high = middle;
    else low = middle + 1;
  }
  return low;
}
