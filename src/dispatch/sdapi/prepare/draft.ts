// A request in the making: each step of `prepare` reads the stored parameters and adds what it resolved.
import type { JsonObject } from '../../../common/json.js';
import type { Inventory, ModelFile } from '../../contract/index.js';
import type { WebuiFlavour } from '../flavour.js';

export interface Draft {
  readonly params: JsonObject;
  readonly inventory: Inventory;
  readonly flavour: WebuiFlavour;
  readonly isImg2img: boolean;
  readonly hasHires: boolean;
  body: JsonObject;
  overrides: JsonObject;
  warnings: string[];
  /** The chosen checkpoint; null when the job runs on whatever is loaded. */
  checkpoint: ModelFile | null;
  /** Of every LoRA in the prompts, the names under which the server may report it. */
  loras: string[][];
}

export function newDraft(params: JsonObject, inventory: Inventory, flavour: WebuiFlavour): Draft {
  const images = params['init_images'];
  const isImg2img = Array.isArray(images) && images.length > 0;
  const hasHires = !isImg2img && params['enable_hr'] === true;
  const base = { params, inventory, flavour, isImg2img, hasHires };
  return { ...base, body: {}, overrides: {}, warnings: [], checkpoint: null, loras: [] };
}

/** A parameter that is a non-empty text. */
export function textParam(draft: Draft, name: string): string | null {
  const value = draft.params[name];
  return typeof value === 'string' && value.trim() !== '' ? value : null;
}

/** Option names that the server has; empty when it did not tell them. */
export function optionKeys(inventory: Inventory): ReadonlySet<string> {
  const keys = inventory.extra['option_keys'];
  return new Set(Array.isArray(keys) ? keys.filter((key) => typeof key === 'string') : []);
}

/** The server's own values of the options that we keep. */
export function optionValues(inventory: Inventory): JsonObject {
  return objectOf(inventory.extra['options']);
}

/** The same as they were when this process first asked: before any job of ours could have left something behind. */
export function baselineValues(inventory: Inventory): JsonObject {
  return objectOf(inventory.extra['baseline'] ?? inventory.extra['options']);
}

function objectOf(value: unknown): JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as JsonObject) : {};
}
