// `n_iter`: ComfyUI makes a graph once, so the part of it from the first sampler on stands in it several times, each
// with the next seed. What comes before (models, prompts) is shared.
import { copyGraph, downstream, isLink, type ComfyGraph } from '../workflow/graph.js';

export function repeatRuns(graph: ComfyGraph, sampler: string, times: number, seedStep: number): void {
  const part = [sampler, ...downstream(graph, sampler)];
  const original = copyGraph(Object.fromEntries(part.map((id) => [id, graph[id]!])));
  for (let run = 1; run < times; run += 1) {
    const renamed = new Map(part.map((id) => [id, `${id}_run${run + 1}`]));
    for (const [id, node] of Object.entries(copyGraph(original))) {
      for (const [name, value] of Object.entries(node.inputs)) {
        const copy = isLink(value) ? renamed.get(String(value[0])) : undefined;
        if (copy !== undefined && isLink(value)) node.inputs[name] = [copy, value[1]];
        else if (isSeed(name, value)) node.inputs[name] = value + run * seedStep;
      }
      graph[renamed.get(id)!] = node;
    }
  }
}

function isSeed(name: string, value: unknown): value is number {
  return (name === 'seed' || name === 'noise_seed') && typeof value === 'number';
}
