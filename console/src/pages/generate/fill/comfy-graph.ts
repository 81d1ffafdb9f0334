// A ComfyUI prompt (the graph of nodes that it writes into its images) to the API's parameters: from the sampler back
// along its links to the texts, the size, the model and the LoRAs. What stands in nodes that nobody knows is left out.
import type { Params } from '../draft/draft';
import { samplerOfComfy, schedulerOfComfy } from './comfy-names';

interface Node {
  class_type: string;
  inputs: Record<string, unknown>;
}
type Graph = ReadonlyMap<string, Node>;

const SAMPLER = /^(KSampler|SamplerCustom)/;
const FURTHEST = 30;

/** Null when it is none, or has no sampler in it. */
export function paramsOfComfy(text: string): Params | null {
  const graph = readGraph(text);
  const sampler = graph && [...graph.values()].find(({ class_type }) => SAMPLER.test(class_type));
  if (!graph || !sampler) return null;
  const { inputs } = sampler;
  const params: Params = {
    prompt: textAt(graph, inputs['positive']),
    negative_prompt: textAt(graph, inputs['negative']),
    ...sizeAt(graph, inputs['latent_image']),
    ...modelAt(graph, inputs['model']),
  };
  put(params, 'seed', numberAt(graph, inputs['seed'] ?? inputs['noise_seed']));
  put(params, 'steps', numberAt(graph, inputs['steps']));
  put(params, 'cfg_scale', numberAt(graph, inputs['cfg']));
  put(params, 'sampler_name', samplerOfComfy(inputs['sampler_name']));
  put(params, 'scheduler', schedulerOfComfy(inputs['scheduler']));
  return params;
}

function readGraph(text: string): Graph | null {
  try {
    const value = JSON.parse(text) as unknown;
    if (typeof value !== 'object' || value === null) return null;
    const nodes = Object.entries(value).filter((entry): entry is [string, Node] => isNode(entry[1]));
    return nodes.length ? new Map(nodes) : null;
  } catch {
    // No JSON, so no graph.
    return null;
  }
}

function isNode(value: unknown): value is Node {
  const node = value as Partial<Node> | null;
  return typeof node?.class_type === 'string' && typeof node.inputs === 'object' && node.inputs !== null;
}

/** A link is `[id of the node, which of its outputs]`. */
function nodeAt(graph: Graph, link: unknown): Node | undefined {
  return Array.isArray(link) ? graph.get(String(link[0])) : undefined;
}

/** The nodes that are met when one goes back along the first link of these names. */
function* backwards(graph: Graph, link: unknown, names: readonly string[]): Generator<Node> {
  let node = nodeAt(graph, link);
  for (let steps = 0; node && steps < FURTHEST; steps += 1) {
    yield node;
    const { inputs } = node;
    const next = names.find((name) => Array.isArray(inputs[name]));
    node = next === undefined ? undefined : nodeAt(graph, inputs[next]);
  }
}

const CONDITIONING = ['conditioning', 'conditioning_1', 'positive', 'conditioning_to'];
const TEXTS = ['text', 'text_g', 't5xxl', 'clip_l', 'string', 'value', 'prompt'];

function textAt(graph: Graph, link: unknown): string {
  for (const { inputs } of backwards(graph, link, CONDITIONING)) {
    for (const name of TEXTS) {
      const value = inputs[name];
      if (typeof value === 'string') return value;
      if (Array.isArray(value)) return textAt(graph, value);
    }
  }
  return '';
}

function numberAt(graph: Graph, value: unknown): number | undefined {
  if (typeof value === 'number') return value;
  const inputs = nodeAt(graph, value)?.inputs ?? {};
  return Object.values(inputs).find((one): one is number => typeof one === 'number');
}

function sizeAt(graph: Graph, link: unknown): Params {
  for (const { inputs } of backwards(graph, link, ['samples', 'latent', 'latent_image'])) {
    const [width, height] = [numberAt(graph, inputs['width']), numberAt(graph, inputs['height'])];
    if (width === undefined || height === undefined) continue;
    const batch = numberAt(graph, inputs['batch_size']);
    return batch === undefined ? { width, height } : { width, height, batch_size: batch };
  }
  return {};
}

function modelAt(graph: Graph, link: unknown): Params {
  const found: Params = {};
  const loras: Params[] = [];
  for (const { inputs } of backwards(graph, link, ['model'])) {
    const name = inputs['ckpt_name'] ?? inputs['unet_name'];
    if (typeof name === 'string') found['checkpoint_name'] = name;
    const lora = inputs['lora_name'];
    const weight = inputs['strength_model'];
    if (typeof lora === 'string')
      loras.unshift({ name: stemOf(lora), weight: typeof weight === 'number' ? weight : 1 });
  }
  if (loras.length) found['loras'] = loras;
  return found;
}

const stemOf = (path: string): string => path.replace(/^.*[\\/]/, '').replace(/\.[a-z0-9]+$/i, '');

function put(params: Params, name: string, value: unknown): void {
  if (value !== undefined) params[name] = value;
}
