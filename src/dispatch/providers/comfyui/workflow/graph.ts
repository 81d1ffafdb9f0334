// A workflow in the form of ComfyUI's API: nodes by their ids, inputs that are literals or links. Pure.
import { isJsonObject, type JsonObject } from '../../../../common/json.js';

export interface ComfyNode {
  class_type: string;
  inputs: JsonObject;
  _meta?: JsonObject;
}

export type ComfyGraph = Record<string, ComfyNode>;

/** Of a node its n-th output. */
export type Link = [id: string, output: number];

export function isLink(value: unknown): value is Link {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    (typeof value[0] === 'string' || typeof value[0] === 'number') &&
    Number.isInteger(value[1])
  );
}

/** The frontend's own test of the format, and no more than that. */
export function isGraph(value: unknown): value is ComfyGraph {
  if (!isJsonObject(value)) return false;
  const nodes = Object.values(value);
  return nodes.length > 0 && nodes.every(isNode);
}

function isNode(value: unknown): value is ComfyNode {
  return isJsonObject(value) && typeof value['class_type'] === 'string' && isJsonObject(value['inputs']);
}

export function copyGraph(graph: ComfyGraph): ComfyGraph {
  return structuredClone(graph);
}

export function follow(graph: ComfyGraph, value: unknown): ComfyNode | undefined {
  return isLink(value) ? graph[String(value[0])] : undefined;
}

/** Ids of the nodes whose outputs these ones use, directly. */
export function sourcesOf(node: ComfyNode): string[] {
  return Object.values(node.inputs)
    .filter(isLink)
    .map(([id]) => String(id));
}

/** The given nodes and all that they need, nearest first. */
export function upstream(graph: ComfyGraph, ids: readonly string[]): string[] {
  const met = new Set(ids.filter((id) => id in graph));
  for (const id of met) for (const source of sourcesOf(graph[id]!)) if (source in graph) met.add(source);
  return [...met];
}

/** All that needs this node's outputs, without it. */
export function downstream(graph: ComfyGraph, id: string): string[] {
  const met = new Set([id]);
  for (let grown = true; grown;) {
    const more = Object.keys(graph).filter(
      (other) => !met.has(other) && sourcesOf(graph[other]!).some((source) => met.has(source)),
    );
    more.forEach((other) => met.add(other));
    grown = more.length > 0;
  }
  met.delete(id);
  return [...met];
}

const OUTPUTS = /save|preview|combine|websocket|show|export|output|display/i;

/** What the server runs the graph for: nodes that save or show, and only if there are none, whatever nothing else uses. */
export function ends(graph: ComfyGraph): string[] {
  const used = new Set(Object.values(graph).flatMap(sourcesOf));
  const unused = Object.keys(graph).filter((id) => !used.has(id));
  const outputs = Object.keys(graph).filter((id) => OUTPUTS.test(graph[id]!.class_type));
  return outputs.length > 0 ? outputs : unused;
}

/** Every input that is this link gets another value. */
export function relink(graph: ComfyGraph, from: Link, to: Link, except: readonly string[] = []): void {
  for (const [id, node] of Object.entries(graph)) {
    if (except.includes(id)) continue;
    for (const [name, value] of Object.entries(node.inputs))
      if (isLink(value) && String(value[0]) === from[0] && value[1] === from[1]) node.inputs[name] = [...to];
  }
}

/** Adds a node under an id that says what it is for. */
export function addNode(graph: ComfyGraph, id: string, classType: string, inputs: JsonObject): string {
  let free = id;
  for (let n = 2; free in graph; n += 1) free = `${id}_${n}`;
  graph[free] = { class_type: classType, inputs };
  return free;
}

export const isSampler = ({ class_type: type }: ComfyNode): boolean =>
  /^(KSampler|SamplerCustom)/.test(type) && type !== 'KSamplerSelect';

/** "node 4 (Load Checkpoint)", as people know it. */
export function sayNode(graph: ComfyGraph, id: string): string {
  const node = graph[id];
  const title = node?._meta?.['title'];
  const name = typeof title === 'string' && title !== '' ? title : node?.class_type;
  return name === undefined ? `node ${id}` : `node ${id} (${name.slice(0, 100)})`;
}
