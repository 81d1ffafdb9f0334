// Which seed each job of a bulk gets. Pure but for chance.
import { randomInt } from 'node:crypto';
import { seededRandom } from '../prompts/prng.js';

export type SeedVariation = 'random' | 'incremental';

const SEEDS = 2 ** 32;
export const LARGEST_SEED = SEEDS - 1;
/** The range in which the web UIs pick their own random seeds: 0 to 4294967293. */
const RANDOM_SEEDS = 4_294_967_294;

/** Incremental: from `base` (chance when -1) upwards, modulo 2^32. Random: all different; the same ones again for the same `base`. */
export class SeedSequence {
  private readonly drawn = new Set<number>();
  private readonly chance: () => number;
  private next: number;

  constructor(
    private readonly variation: SeedVariation,
    base: number,
  ) {
    this.next = base < 0 ? randomInt(RANDOM_SEEDS) : base % SEEDS;
    const random = seededRandom(base);
    this.chance = base < 0 ? () => randomInt(RANDOM_SEEDS) : () => Math.floor(random() * RANDOM_SEEDS);
  }

  take(): number {
    if (this.variation === 'random') return this.another();
    const seed = this.next;
    this.next = (seed + 1) % SEEDS;
    return seed;
  }

  private another(): number {
    for (;;) {
      const seed = this.chance();
      if (this.drawn.has(seed)) continue;
      this.drawn.add(seed);
      return seed;
    }
  }
}

/** Copies of a job with a seed of its own count up from it. */
export function seedOfCopy(seed: number, copy: number): number {
  return (seed + copy) % SEEDS;
}

/** A seed that somebody chose; undefined for none and for -1. */
export function chosenSeed(value: unknown): number | undefined {
  const seed = typeof value === 'string' && /^\s*\d{1,16}\s*$/.test(value) ? Number(value) : value;
  return typeof seed === 'number' && Number.isSafeInteger(seed) && seed >= 0 ? seed : undefined;
}
