// What a run is read with afterwards. Stored with the request as plain JSON, and read back after a restart.
import type { JsonObject } from '../../../../common/json.js';
import { ends, sourcesOf, type ComfyGraph } from '../workflow/graph.js';

export interface Expectation {
  /** The seed of what a node saves, where a sampler before it tells. */
  seeds: Record<string, number>;
}

export function expectationOf(graph: ComfyGraph): Expectation {
  const seeds: Record<string, number> = {};
  for (const id of ends(graph)) {
    const seed = seedBefore(graph, id);
    if (seed !== null) seeds[id] = seed;
  }
  return { seeds };
}

export function readExpectation(expect: JsonObject): Expectation {
  return expect as unknown as Expectation;
}

function seedBefore(graph: ComfyGraph, end: string): number | null {
  const met = new Set([end]);
  for (const id of met) {
    const node = graph[id];
    if (!node) continue;
    const seed = node.inputs['seed'] ?? node.inputs['noise_seed'];
    if (typeof seed === 'number' && Number.isSafeInteger(seed)) return seed;
    sourcesOf(node).forEach((source) => met.add(source));
  }
  return null;
}
