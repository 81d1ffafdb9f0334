import { randomInt } from 'node:crypto';
import type { JsonObject } from '../../common/json.js';

/** The range in which the web UIs pick their own random seeds: 0 to 4294967293. */
const RANDOM_SEEDS = 4_294_967_294;

/** Random seeds are drawn here, not by the server, so that a retry makes the same picture. Seed 0 is a seed. */
export function resolveSeeds(params: JsonObject): JsonObject {
  const resolved = { ...params, seed: drawIfRandom(params['seed']) };
  const strength = params['subseed_strength'];
  const isVaried = typeof strength === 'number' && strength > 0;
  return isVaried ? { ...resolved, subseed: drawIfRandom(params['subseed']) } : resolved;
}

function drawIfRandom(seed: unknown): unknown {
  return seed === undefined || seed === -1 ? randomInt(RANDOM_SEEDS) : seed;
}
