// The image that a plain job starts from, and its mask: uploads in their places.
import type { JsonObject } from '../../../../common/json.js';
import type { Kind } from '../build/built-in-templates.js';
import { addNode, relink, type ComfyGraph } from '../workflow/graph.js';
import type { WorkflowMap } from '../workflow/workflow-map.js';
import { number, upload, type Draft } from './draft.js';

export function uploadImages(draft: Draft, graph: ComfyGraph, map: WorkflowMap, kind: Kind): void {
  const { params, warnings } = draft;
  const images = Array.isArray(params['init_images']) ? (params['init_images'] as string[]) : [];
  if (images.length > 1)
    warnings.push('Plain jobs start from one image: only the first of init_images is used.');
  const put = (name: string, base64: string): void => {
    for (const { node, input } of map[name] ?? [])
      graph[node]!.inputs[input] = upload(draft, node, input, base64);
  };
  if (images[0] !== undefined) put('init_images', images[0]);
  const mask = params['mask'];
  if (kind === 'inpaint' && typeof mask === 'string') put('mask', mask);
  if (kind === 'inpaint' && params['inpainting_mask_invert'] === 1) invertMask(graph, map);
  if ((number(params, 'resize_mode') ?? 0) > 1)
    warnings.push('ComfyUI has no word for this resize_mode: the image is stretched.');
}

function invertMask(graph: ComfyGraph, map: WorkflowMap): void {
  for (const { node } of map['mask'] ?? []) {
    const id = addNode(graph, 'inverted_mask', 'InvertMask', { mask: [node, 0] });
    relink(graph, [node, 0], [id, 0], [id]);
  }
}

export function initImage(params: JsonObject): string | null {
  const images = params['init_images'];
  return Array.isArray(images) && typeof images[0] === 'string' ? images[0] : null;
}
