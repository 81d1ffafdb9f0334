// The model of a plain job, its family, and the further files that the family needs.
import type { ModelFile } from '../../../contract/index.js';
import { notFound } from '../../../names/refuse.js';
import { FACTS, familyOf, isSchnell, type FamilyFacts, type ModelFamily } from '../build/families.js';
import { findFile, number, text, type Draft } from './draft.js';
import { checkpointsOf, diffusionModelsOf, textEncodersOf, vaesOf } from './server-files.js';

export interface ChosenModel {
  file: ModelFile;
  family: ModelFamily;
  facts: FamilyFacts;
}

const AUTOMATIC = /^(automatic|none|built[- ]?in|)$/i;

/** @throws DispatchError */
export function chooseModel(draft: Draft): ChosenModel {
  const { params, inventory, warnings } = draft;
  const file = wantedFile(draft);
  const isDiffusionModel = diffusionModelsOf(inventory).includes(file);
  const [width, height] = [number(params, 'width'), number(params, 'height')];
  const guess = familyOf(file, isDiffusionModel, width && height ? width * height : null);
  const asked = params['model_family'] as ModelFamily | undefined;
  // Between SD 1.5 and SDXL the graph is the same: only a job without a size depends on which it is.
  const matters = guess.isGuess && (isDiffusionModel || width === null || height === null);
  if (asked === undefined && matters)
    warnings.push(
      `"${file.name}" does not tell its family: it is used as ${guess.family}. Say model_family if that is wrong.`,
    );
  const family = asked ?? guess.family;
  const facts = FACTS[family];
  return { file, family, facts: facts.isFlux && isSchnell(file) ? { ...facts, steps: 4 } : facts };
}

function wantedFile(draft: Draft): ModelFile {
  const { params, inventory, options, warnings } = draft;
  const byDefault = options['default_checkpoint'];
  const asked = text(params, 'checkpoint_name') ?? (typeof byDefault === 'string' ? byDefault : null);
  if (asked !== null) return findFile('checkpoint', asked, inventory.checkpoints);
  const first = checkpointsOf(inventory)[0] ?? inventory.checkpoints[0];
  if (!first) throw notFound('model_not_found', 'checkpoint', 'any', []);
  if (inventory.checkpoints.length > 1)
    warnings.push(
      `The job names no checkpoint, and ComfyUI has none of its own choice: "${first.name}" is used.`,
    );
  return first;
}

/** A VAE in place of the model's own; null for none. */
export function chooseVae(draft: Draft): ModelFile | null {
  const asked = text(draft.params, 'vae');
  if (asked !== null && !AUTOMATIC.test(asked.trim())) return findFile('VAE', asked, vaesOf(draft.inventory));
  return null;
}

export interface FluxParts {
  text_encoder_1: string;
  text_encoder_2: string;
  vae: string;
}

/** Flux in separate files: named among `modules`, else found by their usual names. */
export function chooseFluxParts(draft: Draft): FluxParts {
  const { inventory, params } = draft;
  const named = Array.isArray(params['modules']) ? (params['modules'] as string[]) : [];
  const files = named.map((name) => findFile('VAE', name, inventory.modules));
  const encoders = textEncodersOf(inventory);
  const vaes = vaesOf(inventory);
  const part = (from: readonly ModelFile[], usual: RegExp, what: string): string => {
    const file = [...files.filter((one) => from.includes(one)), ...from].find(({ name }) => usual.test(name));
    if (!file)
      throw notFound(
        'module_not_found',
        what,
        String(usual.source),
        from.map(({ title }) => title),
      );
    return file.title;
  };
  const vae = chooseVae(draft) ?? files.find((file) => vaes.includes(file));
  return {
    text_encoder_1: part(encoders, /t5/i, 'text encoder for Flux, called'),
    text_encoder_2: part(encoders, /clip_l/i, 'text encoder for Flux, called'),
    vae: vae?.title ?? part(vaes, /(^|\/)ae\b|flux/i, 'VAE for Flux, called'),
  };
}
