// Which family a model is of: it decides the graph, the usual size and what parameters mean. Told by the folder that a
// file lies in and by its name; a job may say it itself.
import type { ModelFile } from '../../../contract/index.js';

export const FAMILIES = ['sd15', 'sdxl', 'flux', 'flux_checkpoint'] as const;
export type ModelFamily = (typeof FAMILIES)[number];

export interface FamilyFacts {
  /** Pixels of both sides where a job names none. */
  side: number;
  /** Sides are cut to multiples of it. */
  grid: number;
  steps: number;
  cfg: number;
  scheduler: string;
  /** Distilled: no negative prompt, no layers of CLIP to skip. */
  isFlux: boolean;
}

const SD: Omit<FamilyFacts, 'side'> = { grid: 8, steps: 20, cfg: 7, scheduler: 'normal', isFlux: false };
const FLUX: FamilyFacts = { side: 1024, grid: 16, steps: 20, cfg: 1, scheduler: 'simple', isFlux: true };

export const FACTS: Record<ModelFamily, FamilyFacts> = {
  sd15: { ...SD, side: 512 },
  sdxl: { ...SD, side: 1024 },
  flux: FLUX,
  flux_checkpoint: FLUX,
};

export interface FamilyGuess {
  family: ModelFamily;
  /** True: the name did not say. */
  isGuess: boolean;
}

const SDXL = /xl|pony|illustrious|noob|animagine/i;
const SD15 = /sd[-_ ]?1[._-]?[45]|v1[._-][45]|sd15|1\.5/i;

/** `pixels` of the wanted picture, null where the job names no size. */
export function familyOf(file: ModelFile, isDiffusionModel: boolean, pixels: number | null): FamilyGuess {
  const isFlux = /flux/i.test(file.name);
  if (isDiffusionModel) return { family: 'flux', isGuess: !isFlux };
  if (isFlux) return { family: 'flux_checkpoint', isGuess: false };
  if (SDXL.test(file.name)) return { family: 'sdxl', isGuess: false };
  if (SD15.test(file.name)) return { family: 'sd15', isGuess: false };
  return { family: (pixels ?? 0) >= 768 * 768 ? 'sdxl' : 'sd15', isGuess: true };
}

/** Four steps and no guidance. */
export const isSchnell = (file: ModelFile): boolean => /schnell/i.test(file.name);
