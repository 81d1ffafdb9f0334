// Checkpoints and modules of a request: by any of their names, into what the server must be given.
import type { ModelFile } from '../../contract/index.js';
import { resolveModel } from '../../names/resolve-model.js';
import { textParam, type Draft } from './draft.js';
import { ambiguous, invalid, notFound } from '../../names/refuse.js';

/** What the page shows for "no choice of its own". */
const SAME = /^(use same\b.*|none|automatic|built[- ]?in)$/i;

export function chooseCheckpoints(draft: Draft): void {
  const asked = textParam(draft, 'checkpoint_name');
  if (asked !== null) {
    draft.checkpoint = findCheckpoint(draft, asked);
    draft.overrides['sd_model_checkpoint'] = draft.checkpoint.title;
  }
  for (const field of ['hr_checkpoint_name', 'refiner_checkpoint']) {
    const value = draft.body[field];
    if (typeof value !== 'string') continue;
    if (isSame(value)) draft.body = without(draft.body, field);
    else draft.body[field] = findCheckpoint(draft, value).title;
  }
}

/**
 * Modules go with every checkpoint: otherwise the job would run with those of the job before it (a Flux job's text
 * encoders for an SD checkpoint gives garbage with status 200).
 */
export function chooseModules(draft: Draft): void {
  const { flavour, overrides, checkpoint } = draft;
  const asked = askedModules(draft);
  if (asked === null && checkpoint === null) return;
  const isNone = asked?.length === 1 && /^none$/i.test(asked[0] ?? '') && flavour.maxModules === 1;
  const files = (asked ?? []).filter((name) => !isSame(name)).map((name) => findModule(draft, name));
  if (files.length > flavour.maxModules) {
    throw invalid(
      `${flavour.label} takes ${flavour.maxModules} VAE, but ${files.length} modules are asked for.`,
    );
  }
  overrides[flavour.modulesOption] = isNone ? 'None' : flavour.modulesValue(files);
}

/** Of the second pass. `Use same choices` is a word of the API; an empty list means what the checkpoint holds. */
export function chooseHiresModules(draft: Draft): void {
  const asked = draft.body['hr_additional_modules'];
  if (!Array.isArray(asked)) return;
  const names = asked.filter((name): name is string => typeof name === 'string');
  draft.body['hr_additional_modules'] = names.some((name) => /^use same/i.test(name))
    ? ['Use same choices']
    : names.filter((name) => !isSame(name)).map((name) => findModule(draft, name));
}

function askedModules(draft: Draft): string[] | null {
  const { modules } = draft.params;
  const vae = textParam(draft, 'vae');
  if (!Array.isArray(modules)) return vae === null ? null : [vae];
  const names = modules.filter((name): name is string => typeof name === 'string');
  return vae === null || isSame(vae) || names.includes(vae) ? names : [...names, vae];
}

function isSame(name: string): boolean {
  return name.trim() === '' || SAME.test(name);
}

function findModule(draft: Draft, asked: string): string {
  const { modules } = draft.inventory;
  const match = resolveModel(asked, modules);
  if (match.found === 'many') throw ambiguous('module', asked, titles(match.files));
  if (match.found === 'none')
    throw notFound('module_not_found', 'VAE or text encoder', asked, titles(modules));
  return match.file.title;
}

function findCheckpoint(draft: Draft, asked: string): ModelFile {
  const { checkpoints } = draft.inventory;
  const match = resolveModel(asked, checkpoints);
  if (match.found === 'many') throw ambiguous('checkpoint', asked, titles(match.files));
  if (match.found === 'none') throw notFound('model_not_found', 'checkpoint', asked, titles(checkpoints));
  if (match.warning) draft.warnings.push(match.warning);
  return match.file;
}

function titles(files: readonly ModelFile[]): string[] {
  return files.map((file) => file.title);
}

export function without<T extends object>(object: T, field: string): T {
  return Object.fromEntries(Object.entries(object).filter(([key]) => key !== field)) as T;
}
