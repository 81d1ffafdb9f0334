// Resolves the prompts of a job at submit: `{a|b}`, `__file__`. What was written, what became of it and each choice are
// kept with the job. The syntax is `prompt-syntax.ts`, the files `wildcard-files.ts`.
import { Injectable } from '@nestjs/common';
import { isJsonObject, type JsonObject } from '../common/json.js';
import { freshRandom, seededRandom } from './prng.js';
import { resolvePrompt, type PromptWarning } from './resolve-prompt.js';
import { WildcardFiles } from './wildcard-files.js';

export interface ResolveOptions {
  /** Decides the choices; without it the `seed` of the parameters does, and without that one, or if it is -1, chance. */
  seed?: number;
  /** False: nothing is touched. */
  enabled?: boolean;
}

export interface ResolvedParams {
  params: JsonObject;
  /** `{ seed, original, resolved, choices: [{ field, from, chosen }] }`; null when there was nothing to choose. */
  choices: JsonObject | null;
  warnings: PromptWarning[];
}

/** In this order they draw from one sequence of chances. */
const FIELDS = ['prompt', 'positive_prompt', 'negative_prompt', 'hr_prompt', 'hr_negative_prompt'] as const;
const MAX_RECORDED = 200;

@Injectable()
export class DynamicPrompts {
  constructor(private readonly files: WildcardFiles) {}

  resolveIn(params: JsonObject, options: ResolveOptions = {}): ResolvedParams {
    const fields = FIELDS.filter((field) => mayBeDynamic(params[field]));
    const isOff = options.enabled === false || resolvesItself(params['alwayson_scripts']);
    if (isOff || !fields.length) return { params, choices: null, warnings: [] };
    const seed = usableSeed(options.seed) ?? usableSeed(params['seed']);
    const random = seed === undefined ? freshRandom() : seededRandom(seed);
    const outcomes = fields.map((field) => {
      const original = params[field] as string;
      return { field, original, ...resolvePrompt(original, random, this.files) };
    });
    const warnings = outcomes.flatMap((outcome) => outcome.warnings);
    const changed = outcomes.filter(({ text, original }) => text !== original);
    const resolved = Object.fromEntries(changed.map(({ field, text }) => [field, text]));
    if (!changed.length) return { params, choices: null, warnings: distinct(warnings) };
    const original = Object.fromEntries(changed.map((outcome) => [outcome.field, outcome.original]));
    const choices = outcomes
      .flatMap(({ field, choices }) => choices.map((choice) => ({ field, ...choice })))
      .slice(0, MAX_RECORDED);
    return {
      params: { ...params, ...resolved },
      choices: { seed: seed ?? null, original, resolved, choices },
      warnings: distinct(warnings),
    };
  }
}

function mayBeDynamic(value: unknown): value is string {
  return typeof value === 'string' && /[{}]|__|\\[|_]/.test(value);
}

function usableSeed(seed: unknown): number | undefined {
  const value = typeof seed === 'string' && /^\d{1,16}$/.test(seed.trim()) ? Number(seed) : seed;
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 ? value : undefined;
}

/** The server has an extension that will do it: "Dynamic Prompts v2.17.1". */
function resolvesItself(scripts: unknown): boolean {
  return isJsonObject(scripts) && Object.keys(scripts).some((title) => /dynamic[ _-]?prompts/i.test(title));
}

function distinct(warnings: readonly PromptWarning[]): PromptWarning[] {
  return [...new Map(warnings.map((warning) => [warning.message, warning])).values()];
}
