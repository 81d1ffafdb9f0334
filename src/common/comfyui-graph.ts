// The prompt graph that ComfyUI writes into its images ("prompt", the form that its API takes), read for what people
// search by. A graph is a program, so only usual shapes are understood: a sampler, and what leads into it.
import { isJsonObject, parseJson, type JsonObject } from './json.js';

interface Node {
  type: string;
  inputs: JsonObject;
}

type Graph = Map<string, Node>;

/** Links that may lead to a text, a model or a number, by the name of the input. */
const TEXT_INPUTS = [
  'text',
  'text_g',
  'text_l',
  'clip_l',
  't5xxl',
  'string',
  'value',
  'prompt',
  'conditioning',
  'positive',
];
const LATENT_INPUTS = ['samples', 'latent', 'latent_image'];
/** The files that ComfyUI takes for models (`supported_pt_extensions` of its folder_paths.py). */
const MODEL_FILE = /\.(safetensors|sft|ckpt|pt2?|pth|bin|pkl)$/i;
const MOST_NODES = 5_000;
const MOST_STEPS = 200;
const LONGEST_GRAPH = 1024 * 1024;

/** Generation parameters under the names of the WebUI's API; null when it is no such graph, or has no sampler. */
export function paramsFromComfyGraph(text: string): JsonObject | null {
  const graph = text.length > LONGEST_GRAPH ? null : readGraph(parseJson(text));
  const samplers = graph ? [...graph.values()].filter(isSampler) : [];
  const sampler = samplers.find(hasLinks) ?? samplers[0];
  if (!graph || !sampler) return null;
  const guider = follow(graph, sampler.inputs['guider']) ?? sampler;
  const sigmas = follow(graph, sampler.inputs['sigmas']) ?? sampler;
  const choice = follow(graph, sampler.inputs['sampler']) ?? sampler;
  const noise = follow(graph, sampler.inputs['noise']) ?? sampler;
  const { model, loras } = modelOf(graph, guider.inputs['model'] ?? sampler.inputs['model']);
  const found: JsonObject = {
    prompt: textOf(graph, guider.inputs['positive'] ?? guider.inputs['conditioning']),
    negative_prompt: textOf(graph, guider.inputs['negative']),
    ...sizeOf(graph, sampler.inputs['latent_image']),
    seed: number(graph, noise.inputs['noise_seed'] ?? noise.inputs['seed']),
    steps: number(graph, sigmas.inputs['steps']),
    cfg_scale: number(graph, guider.inputs['cfg']),
    sampler_name: plain(choice.inputs['sampler_name']),
    scheduler: plain(sigmas.inputs['scheduler']),
    denoising_strength: number(graph, sigmas.inputs['denoise']),
    checkpoint_name: model,
    loras: loras.length ? loras : undefined,
  };
  return Object.fromEntries(
    Object.entries(found).filter(([, value]) => value !== undefined && value !== null),
  );
}

function readGraph(value: unknown): Graph | null {
  if (!isJsonObject(value)) return null;
  const graph: Graph = new Map();
  for (const [id, node] of Object.entries(value).slice(0, MOST_NODES)) {
    if (!isJsonObject(node) || typeof node['class_type'] !== 'string') continue;
    const inputs = node['inputs'];
    graph.set(id, { type: node['class_type'], inputs: isJsonObject(inputs) ? inputs : {} });
  }
  return graph.size ? graph : null;
}

function isSampler({ type }: Node): boolean {
  return /^(KSampler|SamplerCustom)/.test(type) && type !== 'KSamplerSelect';
}

/** Others are called samplers too, and only hold settings. */
function hasLinks({ inputs }: Node): boolean {
  return Object.values(inputs).some(isLink);
}

/** `["12", 0]`: the first output of node 12. */
function isLink(value: unknown): value is [string | number, number] {
  return Array.isArray(value) && value.length === 2 && /^(string|number)$/.test(typeof value[0]);
}

function follow(graph: Graph, link: unknown): Node | undefined {
  return isLink(link) ? graph.get(String(link[0])) : undefined;
}

/** The text of the nearest node that holds one; long ways and circles end. */
function textOf(graph: Graph, link: unknown): string | undefined {
  const onward = (node: Node): unknown[] => [...valuesAt(node, TEXT_INPUTS), ...Object.values(node.inputs)];
  for (const node of nodesFrom(graph, link, onward)) {
    const text = valuesAt(node, TEXT_INPUTS).find(
      (value) => typeof value === 'string' && value.trim() !== '',
    );
    if (typeof text === 'string') return text;
  }
  return undefined;
}

/** Of the nearest node on the latent's line that says both: texts have sizes too. */
function sizeOf(graph: Graph, link: unknown): JsonObject {
  for (const { inputs } of nodesFrom(graph, link, (node) => valuesAt(node, LATENT_INPUTS))) {
    const [width, height] = [number(graph, inputs['width']), number(graph, inputs['height'])];
    if (width === undefined || height === undefined) continue;
    return { width, height, batch_size: number(graph, inputs['batch_size']) };
  }
  return {};
}

/** What leads to a link, the nearest first; `onward` has the links that are followed, the likeliest first. */
function* nodesFrom(graph: Graph, link: unknown, onward: (node: Node) => unknown[]): Generator<Node> {
  const met = new Set<Node>();
  const meet = (value: unknown): void => {
    const node = met.size < MOST_STEPS ? follow(graph, value) : undefined;
    if (node) met.add(node);
  };
  meet(link);
  for (const node of met) {
    yield node;
    for (const value of onward(node)) meet(value);
  }
}

const valuesAt = ({ inputs }: Node, names: readonly string[]): unknown[] => names.map((name) => inputs[name]);

/** Back along the model's line: LoRAs, the one that was applied first in front, then the loader. */
function modelOf(graph: Graph, link: unknown) {
  const loras: { name: string; weight: number }[] = [];
  const seen = new Set<Node>();
  for (let node = follow(graph, link); node && !seen.has(node) && seen.size < MOST_STEPS;) {
    seen.add(node);
    const { inputs } = node;
    const lora = plain(inputs['lora_name']);
    if (lora !== undefined)
      loras.unshift({ name: fileName(lora), weight: number(graph, inputs['strength_model']) ?? 1 });
    const model = plain(inputs['ckpt_name'] ?? inputs['unet_name'] ?? inputs['model_name']);
    if (model !== undefined) return { model, loras };
    node =
      follow(graph, inputs['model']) ??
      Object.values(inputs)
        .map((value) => follow(graph, value))
        .find(Boolean);
  }
  return { model: undefined, loras };
}

function fileName(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1).replace(MODEL_FILE, '');
}

function plain(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Written at the input, or held by the node that it comes from. */
function number(graph: Graph, value: unknown): number | undefined {
  if (typeof value === 'number') return exact(value);
  const inputs = follow(graph, value)?.inputs ?? {};
  const named = inputs['value'] ?? inputs['seed'] ?? inputs['noise_seed'] ?? inputs['int'];
  const held = named ?? Object.values(inputs).find((one) => typeof one === 'number');
  return typeof held === 'number' ? exact(held) : undefined;
}

/** Seeds of 64 bits do not survive JSON: another one would be another picture. */
function exact(value: number): number | undefined {
  return Number.isSafeInteger(value) || !Number.isInteger(value) ? value : undefined;
}
