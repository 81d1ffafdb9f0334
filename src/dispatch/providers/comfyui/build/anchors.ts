// Where a graph of the usual shape can be added to: found by how its nodes are linked, so that the templates of users
// can be extended like the built-in ones.
import type { JsonObject } from '../../../../common/json.js';
import { follow, isLink, isSampler, type ComfyGraph, type Link } from '../workflow/graph.js';

export interface Anchors {
  /** The first pass. */
  sampler: string;
  /** The outputs of loaders that everything else starts from; null where there is none. */
  model: Link | null;
  clip: Link | null;
  vae: Link | null;
  /** The node that makes pictures of what the sampler made; null when that is not what comes next. */
  decode: string | null;
}

const MOST_STEPS = 200;

/** Null for graphs without a sampler. */
export function findAnchors(graph: ComfyGraph): Anchors | null {
  const samplers = Object.keys(graph).filter((id) => isSampler(graph[id]!));
  const isFirst = (id: string): boolean => !samplers.some((other) => leadsTo(graph, id, other));
  const sampler = samplers.find(isFirst);
  if (sampler === undefined) return null;
  const decode = Object.keys(graph).find(
    (id) => linksTo(graph, id, 'samples', sampler) && 'vae' in graph[id]!.inputs,
  );
  const encoder = Object.values(graph).find(({ inputs }) => isLink(inputs['clip']));
  return {
    sampler,
    model: rootOf(
      graph,
      graph[sampler]!.inputs['model'] ?? follow(graph, graph[sampler]!.inputs['guider'])?.inputs['model'],
      'model',
    ),
    clip: rootOf(graph, encoder?.inputs['clip'], 'clip'),
    vae: decode === undefined ? null : asLink(graph[decode]!.inputs['vae']),
    decode: decode ?? null,
  };
}

/** Back along inputs of one name: the output that the line begins with. */
function rootOf(graph: ComfyGraph, start: unknown, input: string): Link | null {
  let link = asLink(start);
  for (let steps = 0; link && steps < MOST_STEPS; steps += 1) {
    const before = asLink(graph[link[0]]?.inputs[input]);
    if (!before) return link;
    link = before;
  }
  return link;
}

function asLink(value: unknown): Link | null {
  return isLink(value) ? [String(value[0]), value[1]] : null;
}

function linksTo(graph: ComfyGraph, id: string, input: string, source: string): boolean {
  return asLink(graph[id]!.inputs[input])?.[0] === source;
}

/** Does the latent of `id` come from `source`? */
function leadsTo(graph: ComfyGraph, id: string, source: string): boolean {
  let link = asLink(graph[id]!.inputs['latent_image']);
  for (let steps = 0; link && steps < MOST_STEPS; steps += 1) {
    if (link[0] === source) return id !== source;
    const inputs: JsonObject = graph[link[0]]?.inputs ?? {};
    link = asLink(inputs['samples'] ?? inputs['latent_image'] ?? inputs['pixels'] ?? inputs['image']);
  }
  return false;
}
