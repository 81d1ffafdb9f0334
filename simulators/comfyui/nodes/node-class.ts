import type { NodeContext } from '../execution/node-context.js';
import type { Dict, Json } from '../python-json.js';
import type { NodeInputs } from './node-inputs.js';

/** What a node class says of itself (GET /object_info, validation) and does. */
export interface NodeClass {
  name: string;
  title: string | null;
  module: string;
  category: string;
  required: Record<string, InputSpec>;
  optional: Record<string, InputSpec>;
  hidden: Record<string, string>;
  outputs: readonly string[];
  outputNames: readonly string[];
  isOutput: boolean;
  /** Checked by the node itself at submit time, instead of the choices of the input. */
  validate: Record<string, (value: Json, context: ValidationContext) => string | true>;
  /** Part of the cache key; NaN runs every time. */
  isChanged: ((inputs: Dict, context: ValidationContext) => Promise<string | number>) | null;
  run(inputs: NodeInputs, context: NodeContext): Promise<NodeResult> | NodeResult;
}

/** The values of the outputs; an output node may say more. */
export type NodeResult = unknown[] | { ui: Record<string, unknown[]>; result?: unknown[] };

/** What there is on this server, for choices and checks. */
export interface ServerLists {
  readonly checkpoints: string[];
  readonly diffusionModels: string[];
  readonly textEncoders: string[];
  readonly vaes: string[];
  readonly loras: string[];
  readonly upscalers: string[];
  readonly controlNets: string[];
  readonly inputImages: string[];
}

export interface ValidationContext {
  /** The file of an annotated name such as `a.png [temp]`, if there is one. */
  readonly findFile: (annotated: string) => string | null;
}

type Choices = readonly string[] | ((has: ServerLists) => readonly string[]);

export type InputSpec =
  | { kind: 'value'; type: string; options: Record<string, unknown> | null }
  | { kind: 'choice'; choices: Choices; options: Record<string, unknown> | null };

export function link(type: string, options: Record<string, unknown> | null = null): InputSpec {
  return { kind: 'value', type, options };
}

export const int = (options: Record<string, unknown>): InputSpec => link('INT', options);
export const float = (options: Record<string, unknown>): InputSpec => link('FLOAT', options);
export const text = (options: Record<string, unknown>): InputSpec => link('STRING', options);
export const flag = (options: Record<string, unknown>): InputSpec => link('BOOLEAN', options);

export function choice(choices: Choices, options: Record<string, unknown> | null = null): InputSpec {
  return { kind: 'choice', choices, options };
}

export function choicesOf(spec: InputSpec & { kind: 'choice' }, has: ServerLists): readonly string[] {
  return typeof spec.choices === 'function' ? spec.choices(has) : spec.choices;
}

type Defaults = 'title' | 'optional' | 'hidden' | 'outputNames' | 'isOutput' | 'validate' | 'isChanged';

export function defineNode(node: Omit<NodeClass, Defaults> & Partial<Pick<NodeClass, Defaults>>): NodeClass {
  return {
    title: null,
    optional: {},
    hidden: {},
    outputNames: node.outputs,
    isOutput: false,
    validate: {},
    isChanged: null,
    ...node,
  };
}

/** Written with the newer node API: other keys in GET /object_info, and choices as `COMBO`. */
export function isNewStyle({ module }: NodeClass): boolean {
  return module.startsWith('comfy_extras.');
}

/** Required and optional inputs, in order. */
export function inputsOf(node: NodeClass): [string, InputSpec, 'required' | 'optional'][] {
  return [
    ...Object.entries(node.required).map(([name, spec]) => [name, spec, 'required'] as const),
    ...Object.entries(node.optional).map(([name, spec]) => [name, spec, 'optional'] as const),
  ].map(([name, spec, part]) => [name, spec, part]);
}

/** The pair of type and options, as GET /object_info and errors show it. */
export function describeInput(spec: InputSpec, node: NodeClass, has: ServerLists): unknown[] {
  if (spec.kind === 'value') {
    if (spec.options) return [spec.type, spec.options];
    return isNewStyle(node) ? [spec.type, {}] : [spec.type];
  }
  const choices = choicesOf(spec, has);
  if (isNewStyle(node)) return ['COMBO', { ...spec.options, multiselect: false, options: choices }];
  return spec.options ? [choices, spec.options] : [choices];
}
