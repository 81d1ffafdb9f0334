import { copyDict, isDict } from '../python-json.js';
import type { Dict, Json } from '../python-json.js';
import { pythonStr } from '../python-str.js';

/** A workflow in API format as a client sent it: node ids to nodes, in the client's order. */
export type Graph = Map<string, Dict>;

export type Link = [nodeId: string, slot: number];

/** Two elements, the first a text and the second a number: the server's own test for a link. */
export function isLink(value: Json | undefined): value is [string, number] {
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    typeof value[0] === 'string' &&
    (typeof value[1] === 'number' || typeof value[1] === 'bigint')
  );
}

/** One of its own, that may be changed. */
export function copyGraph(graph: Graph): Graph {
  return new Map([...graph].map(([id, node]) => [id, copyDict(node)]));
}

export function classOf(graph: Graph, nodeId: string): string {
  return pythonStr(graph.get(nodeId)?.get('class_type'));
}

export function inputsOfNode(graph: Graph, nodeId: string): Dict {
  const inputs = graph.get(nodeId)?.get('inputs');
  return isDict(inputs) ? inputs : new Map<string, Json>();
}

/** All texts of a graph, for knobs that strike some prompts only. */
export function textsOf(graph: Graph): string {
  const texts = [...graph.keys()].flatMap((id) => [...inputsOfNode(graph, id).values()]);
  return texts.filter((value) => typeof value === 'string').join('\n');
}
