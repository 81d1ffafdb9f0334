// What an engine says of a workflow that is kept as a template: what runs, which of its inputs are which parameter, and
// the form in which a person fills them in.
import type { FieldProblem } from '../../common/errors.js';
import type { JsonObject } from '../../common/json.js';
import type { Inventory } from './inventory.js';

export const FIELD_KINDS = [
  'text',
  'long_text',
  'integer',
  'number',
  'boolean',
  'choice',
  'image',
  'mask',
  'seed',
  'size',
] as const;
export type FieldKind = (typeof FIELD_KINDS)[number];

/** Lists of the inventory that a value may be chosen from. */
export type InventoryList = Extract<
  keyof Inventory,
  'checkpoints' | 'loras' | 'modules' | 'embeddings' | 'samplers' | 'schedulers' | 'upscalers'
>;

/** One parameter of a template. */
export interface WorkflowField {
  name: string;
  /** True: its value goes into `values` of the parameters; false: it is one of the parameters itself. */
  own: boolean;
  label: string;
  kind: FieldKind;
  /** What the workflow has there; null where that is no value to start from. */
  default: string | number | boolean | null;
  min: number | null;
  max: number | null;
  step: number | null;
  /** All that there are, the same on every server; null where they are not known. */
  choices: string[] | null;
  list: InventoryList | null;
  /** Inputs of the workflow that it goes into. */
  places: string[];
}

export type WorkflowReading =
  | {
      /** As it is kept. */
      workflow: JsonObject;
      map: Record<string, string[]>;
      /** In the order in which people expect it. */
      form: WorkflowField[];
      nodes: number;
      /** What a server must have to run it as it is: kinds of nodes, files. */
      needs: { nodes: string[]; files: string[] };
    }
  /** Not empty: this cannot be kept. */
  | { problems: FieldProblem[] };
