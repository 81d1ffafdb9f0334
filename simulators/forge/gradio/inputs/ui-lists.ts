import { latentUpscaleModes } from '../../dialects/extra-lists.js';
import type { Dialect } from '../../dialects/dialect.js';

/** What the dropdowns offer when the page is built; checkpoints by title, as they are then. */
export interface UiLists {
  samplers: string[];
  schedulers: string[];
  upscalers: string[];
  checkpoints: string[];
  modules: string[];
  /** Extensions installed besides the built-in ones. */
  extensions: readonly string[];
}

export function listsOf(
  dialect: Dialect,
  checkpoints: string[],
  modules: readonly string[],
  extensions: readonly string[],
): UiLists {
  return {
    samplers: dialect.samplers.map(({ name }) => name),
    schedulers: dialect.schedulers.map(({ label }) => label),
    upscalers: [...latentUpscaleModes, ...dialect.upscalers.map(({ name }) => name)],
    checkpoints,
    modules: [...modules],
    extensions,
  };
}
