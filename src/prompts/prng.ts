import { randomInt } from 'node:crypto';

/** Numbers in [0, 1). */
export type Random = () => number;

const GOLDEN = 0x9e3779b9;

/**
 * A sequence that the seed alone decides, on every machine and in every version: mulberry32, its state stirred from
 * both halves of the seed so that neighbouring seeds begin differently.
 * @param seed a whole number, 0 or more
 */
export function seededRandom(seed: number): Random {
  const whole = Math.floor(Math.abs(seed));
  let state = stir((whole >>> 0) ^ stir(Math.floor(whole / 2 ** 32) + GOLDEN));
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Without a seed: a new sequence each time. */
export function freshRandom(): Random {
  return seededRandom(randomInt(2 ** 47));
}

/** The finaliser of MurmurHash3: each bit of the input changes about half of the output. */
function stir(value: number): number {
  let mixed = value | 0;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return mixed ^ (mixed >>> 16);
}
