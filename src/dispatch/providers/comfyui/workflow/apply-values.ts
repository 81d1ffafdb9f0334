// Parameters into the places that the map names for them.
import type { ComfyGraph } from './graph.js';
import { placesOf, type WorkflowMap } from './workflow-map.js';

/** Changes the graph. Names of parameters that have no place in it. */
export function applyValues(
  graph: ComfyGraph,
  map: WorkflowMap,
  values: Readonly<Record<string, unknown>>,
): string[] {
  const homeless: string[] = [];
  for (const [name, value] of Object.entries(values)) {
    const sites = placesOf(map, name);
    if (sites.length === 0) homeless.push(name);
    // A list goes to its places one by one (images); a single value to all of them.
    for (const [at, { node, input }] of sites.entries()) {
      const one: unknown = Array.isArray(value) ? value[Math.min(at, value.length - 1)] : value;
      graph[node]!.inputs[input] = one;
    }
  }
  return homeless;
}
