// What a bulk request makes of one set of parameters: lines × matrix × copies, each with its seed. Pure, lazy.
// Order: lines of the list, then prompts, negative prompts, models, samplers, schedulers, `vary` as listed, seeds; the
// copies of one come together. The first changes slowest.
import type { JsonObject } from '../common/json.js';
import { mergeParams } from '../jobs/submission.js';
import type { BulkOptionsDto, MatrixDto } from './bulk-request.dto.js';
import { chosenSeed, seedOfCopy, SeedSequence } from './bulk-seeds.js';
import { withParam } from './param-path.js';

export type BulkOptions = Omit<BulkOptionsDto, 'dry_run' | 'name'>;

export interface Variation {
  /** From 0, in the order of the bulk. */
  index: number;
  params: JsonObject;
  seed: number;
  /** Place in the list; null without one. */
  entry: number | null;
  /** Counts what differs in more than the seed: variations of one kind are alike but for it. */
  kind: number;
}

interface Axis {
  path: string;
  values: unknown[];
}

/** How many jobs it makes, without making them. */
export function countVariations(options: BulkOptions): number {
  const lines = options.prompt_list?.length ?? 1;
  return axesOf(options.matrix).reduce(
    (product, axis) => product * axis.values.length,
    lines * copiesOf(options),
  );
}

export function isPlain(options: BulkOptions): boolean {
  return !options.prompt_list && axesOf(options.matrix).length === 0;
}

export function* variationsOf(template: JsonObject, options: BulkOptions): Generator<Variation> {
  const axes = axesOf(options.matrix);
  const seeds = new SeedSequence(
    options.seed_variation ?? 'random',
    options.base_seed ?? baseOf(template, options),
  );
  const ownSeedRules = !isPlain(options) && options.seed_variation === undefined;
  let index = 0;
  let kind = 0;
  for (const [entry, line] of (options.prompt_list ?? [null]).entries()) {
    const merged =
      line === null ? template : mergeParams(template, typeof line === 'string' ? { prompt: line } : line);
    for (const point of pointsOf(axes)) {
      const params = point.reduce((all, { path, value }) => withParam(all, path, value), merged);
      const isSet = ownSeedRules || point.some(({ path }) => path === 'seed') || hasSeed(line);
      const own = isSet ? chosenSeed(params['seed']) : undefined;
      for (let copy = 0; copy < copiesOf(options); copy += 1) {
        const seed = own === undefined ? seeds.take() : seedOfCopy(own, copy);
        yield { index, params: { ...params, seed }, seed, entry: options.prompt_list ? entry : null, kind };
        index += 1;
      }
      kind += 1;
    }
  }
}

/** Older clients name no base and mean the seed of the page. */
function baseOf(template: JsonObject, options: BulkOptions): number {
  return options.seed_variation === 'incremental' ? (chosenSeed(template['seed']) ?? -1) : -1;
}

function hasSeed(line: string | JsonObject | null): boolean {
  return typeof line === 'object' && line !== null && chosenSeed(line['seed']) !== undefined;
}

function copiesOf(options: BulkOptions): number {
  return (options.bulk_quantity ?? 1) * (options.repeat ?? 1);
}

function axesOf(matrix: MatrixDto | undefined): Axis[] {
  if (!matrix) return [];
  const named: [string, unknown[] | undefined][] = [
    ['prompt', matrix.prompts],
    ['negative_prompt', matrix.negative_prompts],
    ['checkpoint_name', matrix.models],
    ['sampler_name', matrix.samplers],
    ['scheduler', matrix.schedulers],
    ...(matrix.vary ?? []).map((vary): [string, unknown[]] => [vary.path, vary.values]),
    ['seed', matrix.seeds],
  ];
  return named.flatMap(([path, values]) => (values ? [{ path, values }] : []));
}

/** One value of each axis, the first axis changing slowest. */
function* pointsOf(axes: readonly Axis[]): Generator<{ path: string; value: unknown }[]> {
  const [first, ...rest] = axes;
  if (!first) {
    yield [];
    return;
  }
  for (const value of first.values) {
    for (const point of pointsOf(rest)) yield [{ path: first.path, value }, ...point];
  }
}
