// What a server must have to run a workflow as it is, as far as the workflow tells it.
import type { ComfyGraph, ComfyNode } from '../workflow/graph.js';
import { loaderOf } from '../prepare/loaders.js';

const MODEL_FILE = /^[^\n]{1,300}\.(safetensors|sft|ckpt|pth?|bin|gguf|onnx)$/i;

export function needsOf(graph: ComfyGraph): { nodes: string[]; files: string[] } {
  const nodes = Object.values(graph);
  return {
    nodes: unique(nodes.map(({ class_type }) => class_type)),
    files: unique(nodes.flatMap(filesOf)),
  };
}

function filesOf({ class_type: type, inputs }: ComfyNode): string[] {
  const loader = loaderOf(type);
  return Object.entries(inputs).flatMap(([input, value]) => {
    if (typeof value !== 'string' || value === '' || value.length > 300) return [];
    return loader?.input.test(input) || MODEL_FILE.test(value) ? [value] : [];
  });
}

const unique = (texts: string[]): string[] => [...new Set(texts)].sort();
