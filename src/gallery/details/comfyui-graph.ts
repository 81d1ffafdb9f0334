// The prompt graph that ComfyUI writes into its images ("prompt", the form that its API takes), read for what people
// search by. A graph is a program, so only usual shapes are understood: a sampler, and what leads into it.
import { isJsonObject, parseJson, type JsonObject } from '../../common/json.js';

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
const MOST_NODES = 5_000;
const MOST_STEPS = 200;
const LONGEST_GRAPH = 1024 * 1024;

/** Generation parameters under the names of the WebUI's API; null when it is no such graph, or has no sampler. */
export function paramsFromComfyGraph(text: string): JsonObject | null {
  const graph = text.length > LONGEST_GRAPH ? null : readGraph(parseJson(text));
  const sampler = graph && [...graph.values()].find(isSampler);
  if (!sampler) return null;
  const guider = follow(graph, sampler.inputs['guider']) ?? sampler;
  const sigmas = follow(graph, sampler.inputs['sigmas']) ?? sampler;
  const choice = follow(graph, sampler.inputs['sampler']) ?? sampler;
  const noise = follow(graph, sampler.inputs['noise']) ?? sampler;
  const { model, loras } = modelOf(graph, guider.inputs['model'] ?? sampler.inputs['model']);
  const found: JsonObject = {
    prompt: textOf(graph, guider.inputs['positive'] ?? guider.inputs['conditioning']),
    negative_prompt: textOf(graph, guider.inputs['negative']),
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

function isSampler({ type, inputs }: Node): boolean {
  return (
    /^(KSampler|SamplerCustom)/.test(type) && type !== 'KSamplerSelect' && Object.values(inputs).some(isLink)
  );
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
  const seen = new Set<Node>();
  const waiting = [follow(graph, link)];
  while (waiting.length && seen.size < MOST_STEPS) {
    const node = waiting.shift();
    if (!node || seen.has(node)) continue;
    seen.add(node);
    const inputs = TEXT_INPUTS.map((name) => node.inputs[name]);
    const text = inputs.find((value) => typeof value === 'string' && value.trim() !== '');
    if (typeof text === 'string') return text;
    waiting.push(...[...inputs, ...Object.values(node.inputs)].map((value) => follow(graph, value)));
  }
  return undefined;
}

/** Along the model's line: LoRAs, then the loader. */
function modelOf(graph: Graph, link: unknown) {
  const loras: { name: string; weight: unknown }[] = [];
  const seen = new Set<Node>();
  for (let node = follow(graph, link); node && !seen.has(node) && seen.size < MOST_STEPS;) {
    seen.add(node);
    const { inputs } = node;
    const lora = plain(inputs['lora_name']);
    if (lora !== undefined) loras.push({ name: fileName(lora), weight: inputs['strength_model'] });
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
  return path
    .slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1)
    .replace(/\.(safetensors|pt|ckpt)$/i, '');
}

function plain(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Written at the input, or held by the node that it comes from. */
function number(graph: Graph, value: unknown): number | undefined {
  if (typeof value === 'number')
    return Number.isSafeInteger(value) || !Number.isInteger(value) ? value : undefined;
  const inputs = follow(graph, value)?.inputs ?? {};
  const held = inputs['value'] ?? inputs['seed'] ?? inputs['noise_seed'] ?? inputs['int'];
  return typeof held === 'number' && Number.isSafeInteger(held) ? held : undefined;
}
