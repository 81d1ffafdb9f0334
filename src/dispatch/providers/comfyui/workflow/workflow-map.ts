// Which inputs of a workflow are which parameter: given with it, marked in the titles of its nodes (`#prompt`), or
// guessed from its usual parts.
import type { FieldProblem } from '../../../../common/errors.js';
import { isJsonObject, type JsonObject } from '../../../../common/json.js';
import { follow, isLink, isSampler, type ComfyGraph, type ComfyNode } from './graph.js';

export interface Site {
  node: string;
  input: string;
}

export type WorkflowMap = Record<string, Site[]>;

/** Every object has a `constructor`. */
const NAME = /^(?!constructor$)[a-z][a-z0-9_]{0,63}$/;
/** Other words for the parameters of plain jobs. */
const SAME_AS: Record<string, string> = {
  positive: 'prompt',
  positive_prompt: 'prompt',
  negative: 'negative_prompt',
  cfg: 'cfg_scale',
  sampler: 'sampler_name',
  model: 'checkpoint_name',
  checkpoint: 'checkpoint_name',
  denoise: 'denoising_strength',
  image: 'init_images',
  init_image: 'init_images',
  noise_seed: 'seed',
};

export const parameterOf = (word: string): string => (Object.hasOwn(SAME_AS, word) ? SAME_AS[word]! : word);

/** Where a parameter goes; nowhere for one that the map does not name, whatever objects have beside their own. */
export const placesOf = (map: WorkflowMap, name: string): readonly Site[] =>
  Object.hasOwn(map, name) ? map[name]! : [];

/** `{"prompt": "6.text", "seed": ["3.seed", "21.inputs.seed"]}`. */
export function readMap(
  given: JsonObject,
  graph: ComfyGraph,
): { map: WorkflowMap; problems: FieldProblem[] } {
  const map: WorkflowMap = {};
  const problems: FieldProblem[] = [];
  for (const [word, places] of Object.entries(given)) {
    const path = `workflow_map.${word.slice(0, 64)}`;
    const name = parameterOf(word);
    if (!NAME.test(name)) {
      problems.push({ path, message: 'A parameter is called by small letters, digits and underscores.' });
      continue;
    }
    for (const place of Array.isArray(places) ? (places as unknown[]) : [places]) {
      const site = readSite(place, graph);
      if (typeof site === 'string') problems.push({ path, message: site });
      else (map[name] ??= []).push(site);
    }
  }
  return { map, problems: problems.slice(0, 50) };
}

/** A sentence when there is no such place. Ids of nodes and names of inputs may have dots themselves. */
function readSite(place: unknown, graph: ComfyGraph): Site | string {
  const text = isJsonObject(place) ? `${String(place['node'])}.${String(place['input'])}` : place;
  if (typeof text !== 'string' && typeof text !== 'number')
    return 'Name an input as "node.input", like "6.text".';
  const parts = String(text).split('.');
  for (let at = parts.length - 1; at > 0; at -= 1) {
    const node = parts.slice(0, at).join('.');
    const input = parts.slice(parts[at] === 'inputs' && at + 1 < parts.length ? at + 1 : at).join('.');
    if (Object.hasOwn(graph, node)) return { node, input };
  }
  return `The workflow has no node for "${String(text).slice(0, 100)}": name an input as "node.input", like "6.text".`;
}

/** What the titles of nodes say, then what is usual; for workflows that come without a map. */
export function guessMap(graph: ComfyGraph): WorkflowMap {
  const map = { ...usualMap(graph), ...titleMap(graph) };
  return Object.fromEntries(Object.entries(map).filter(([, sites]) => sites.length > 0));
}

const MAIN_INPUTS = ['text', 'seed', 'noise_seed', 'value', 'image', 'string', 'ckpt_name', 'unet_name'];

/** A title `#seed`, or `#width` on a node that has such an input. */
function titleMap(graph: ComfyGraph): WorkflowMap {
  const map: WorkflowMap = {};
  for (const [node, { inputs, _meta }] of Object.entries(graph)) {
    const title = _meta?.['title'];
    for (const [, word] of (typeof title === 'string' ? title : '').matchAll(/#([a-z][a-z0-9_]{0,63})/g)) {
      const name = parameterOf(word!);
      const input = [word!, name, ...MAIN_INPUTS].find((one) => Object.hasOwn(inputs, one));
      if (input !== undefined && NAME.test(name)) (map[name] ??= []).push({ node, input });
    }
  }
  return map;
}

function usualMap(graph: ComfyGraph): WorkflowMap {
  const samplers = Object.entries(graph).filter(([, node]) => isSampler(node));
  const base = samplers.find(([, node]) => startsFromNothing(graph, node)) ?? samplers[0];
  if (!base) return { seed: seedSites(graph), ...sitesOf(graph, { init_images: ['LoadImage', 'image'] }) };
  const [id, node] = base;
  const part = (input: string): [string, ComfyNode] => [
    linkedId(node, input) ?? id,
    follow(graph, node.inputs[input]) ?? node,
  ];
  const guider = part('guider');
  const map: WorkflowMap = {
    seed: seedSites(graph),
    steps: literal(part('sigmas'), 'steps'),
    scheduler: literal(part('sigmas'), 'scheduler'),
    denoising_strength: literal(part('sigmas'), 'denoise'),
    sampler_name: literal(part('sampler'), 'sampler_name'),
    cfg_scale: literal(guider, 'cfg'),
    prompt: textSites(graph, guider[1].inputs['positive'] ?? guider[1].inputs['conditioning']),
    negative_prompt: textSites(graph, guider[1].inputs['negative']),
  };
  const latent = latentOf(graph, node);
  for (const name of ['width', 'height', 'batch_size']) map[name] = latent ? literal(latent, name) : [];
  return {
    ...map,
    ...sitesOf(graph, {
      checkpoint_name: ['CheckpointLoaderSimple', 'ckpt_name'],
      init_images: ['LoadImage', 'image'],
    }),
  };
}

/** Every one that is written down: all passes of a picture have the same. */
function seedSites(graph: ComfyGraph): Site[] {
  return Object.entries(graph).flatMap(([node, { inputs }]) =>
    ['seed', 'noise_seed'].filter((input) => isLiteral(inputs[input])).map((input) => ({ node, input })),
  );
}

function sitesOf(graph: ComfyGraph, wanted: Record<string, [type: string, input: string]>): WorkflowMap {
  const entries = Object.entries(wanted).map(([name, [type, input]]) => [
    name,
    Object.entries(graph)
      .filter(([, node]) => node.class_type === type && isLiteral(node.inputs[input]))
      .map(([node]) => ({ node, input })),
  ]);
  return Object.fromEntries(entries) as WorkflowMap;
}

function startsFromNothing(graph: ComfyGraph, { inputs }: ComfyNode): boolean {
  return /^Empty/.test(follow(graph, inputs['latent_image'])?.class_type ?? '');
}

function latentOf(graph: ComfyGraph, { inputs }: ComfyNode): [string, ComfyNode] | null {
  const link = inputs['latent_image'];
  const node = follow(graph, link);
  return node && isLink(link) && /^Empty/.test(node.class_type) ? [String(link[0]), node] : null;
}

function textSites(graph: ComfyGraph, link: unknown, depth = 0): Site[] {
  const node = follow(graph, link);
  if (!node || !isLink(link) || depth > 20) return [];
  const own = ['text', 'text_g', 'text_l', 'clip_l', 't5xxl', 'prompt'].filter(
    (input) => typeof node.inputs[input] === 'string',
  );
  if (own.length > 0) return own.map((input) => ({ node: String(link[0]), input }));
  const onward = node.inputs['conditioning'] ?? node.inputs['positive'] ?? node.inputs['text'];
  return textSites(graph, onward, depth + 1);
}

const linkedId = ({ inputs }: ComfyNode, input: string): string | undefined => {
  const link = inputs[input];
  return isLink(link) ? String(link[0]) : undefined;
};

const isLiteral = (value: unknown): boolean => value !== undefined && !isLink(value);

function literal([node, { inputs }]: [string, ComfyNode], input: string): Site[] {
  return isLiteral(inputs[input]) ? [{ node, input }] : [];
}

export const sayMap = (map: WorkflowMap): Record<string, string[]> =>
  Object.fromEntries(
    Object.entries(map).map(([name, sites]) => [name, sites.map(({ node, input }) => `${node}.${input}`)]),
  );
