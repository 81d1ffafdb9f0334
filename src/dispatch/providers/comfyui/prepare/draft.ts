// A request in the making: each step reads the stored parameters and what the server has.
import type { JsonObject } from '../../../../common/json.js';
import type { Inventory, ModelFile, PreparedUpload } from '../../../contract/index.js';
import { didYouMean, suggest } from '../../../../common/suggestions.js';
import { ambiguous, notFound } from '../../../names/refuse.js';
import { resolveChoice, resolveSampler } from '../../../names/resolve-choice.js';
import { resolveModel } from '../../../names/resolve-model.js';
import { DispatchError } from '../../../contract/index.js';
import type { FindTemplate } from '../params/read-params.js';

export interface Draft {
  readonly params: JsonObject;
  readonly inventory: Inventory;
  /** Of the server. */
  readonly options: Readonly<Record<string, unknown>>;
  readonly findTemplate: FindTemplate;
  readonly warnings: string[];
  readonly uploads: PreparedUpload[];
}

export type ModelKind = 'checkpoint' | 'LoRA' | 'VAE' | 'text encoder' | 'upscaler' | 'diffusion model';

const CODES: Record<ModelKind, string> = {
  checkpoint: 'model_not_found',
  'diffusion model': 'model_not_found',
  LoRA: 'lora_not_found',
  VAE: 'module_not_found',
  'text encoder': 'module_not_found',
  upscaler: 'upscaler_not_found',
};

/** Exactly as the server calls the file: its own slashes, its own folder. @throws DispatchError */
export function findFile(kind: ModelKind, asked: string, files: readonly ModelFile[]): ModelFile {
  const match = resolveModel(asked, files);
  const titles = files.map(({ title }) => title);
  if (match.found === 'many')
    throw ambiguous(
      kind,
      asked,
      match.files.map(({ title }) => title),
    );
  if (match.found === 'none') throw notFound(CODES[kind], kind, asked, titles);
  return match.file;
}

export function text(params: JsonObject, name: string): string | null {
  const value = params[name];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

export function number(params: JsonObject, name: string): number | null {
  const value = params[name];
  return typeof value === 'number' ? value : null;
}

/** ComfyUI's names for what the WebUIs call otherwise. @throws DispatchError */
export function samplingNames(
  { inventory: { samplers, schedulers } }: Draft,
  sampler: string | null,
  scheduler: string | null,
): { sampler: string | null; scheduler: string | null } {
  const choice = sampler === null ? null : resolveSampler(sampler, samplers, schedulers);
  if (sampler !== null && !choice && samplers.length > 0)
    throw notFound(
      'sampler_not_found',
      'sampler',
      sampler,
      samplers.flatMap(({ name, aliases }) => [name, ...aliases]),
    );
  return {
    sampler: choice?.sampler ?? sampler,
    scheduler: schedulerName(schedulers, scheduler) ?? choice?.scheduler ?? null,
  };
}

function schedulerName(schedulers: Draft['inventory']['schedulers'], asked: string | null): string | null {
  if (asked === null || /^automatic$/i.test(asked.trim())) return null;
  const name = resolveChoice(asked, schedulers);
  if (name === null && schedulers.length > 0)
    throw notFound(
      'scheduler_not_found',
      'scheduler',
      asked,
      schedulers.map((choice) => choice.name),
    );
  return name ?? asked;
}

/** A picture goes up when the request is sent; its name then takes this one's place in the body. */
export function upload(draft: Draft, node: string, input: string, base64: string): string {
  const data = base64.startsWith('data:') ? base64.slice(base64.indexOf(',') + 1) : base64;
  draft.uploads.push({ at: ['prompt', node, 'inputs', input], data });
  return `upload ${draft.uploads.length}`;
}

export function templateGone(name: string, names: Iterable<string>): DispatchError {
  const message = `There is no template "${name}".${didYouMean(suggest(name, names))}`;
  return new DispatchError('permanent', message, { code: 'template_not_found' });
}
