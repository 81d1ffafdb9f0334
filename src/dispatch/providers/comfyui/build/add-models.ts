// LoRAs, CLIP skip and another VAE, put between the loaders and what uses them.
import { addNode, isLink, relink, type ComfyGraph, type Link } from '../workflow/graph.js';
import type { Anchors } from './anchors.js';

export interface ChosenLora {
  /** As the server calls the file. */
  name: string;
  weight: number;
}

/** One after the other, in the order of the prompt. False: the graph has no model and no CLIP to put them between. */
export function addLoras(graph: ComfyGraph, anchors: Anchors, loras: readonly ChosenLora[]): boolean {
  const { model, clip } = anchors;
  if (!model || !clip) return loras.length === 0;
  let last: [model: Link, clip: Link] = [model, clip];
  const added: string[] = [];
  for (const { name, weight } of loras) {
    const inputs = { lora_name: name, strength_model: weight, strength_clip: weight };
    const id = addNode(graph, `lora_${added.length + 1}`, 'LoraLoader', {
      model: last[0],
      clip: last[1],
      ...inputs,
    });
    added.push(id);
    last = [
      [id, 0],
      [id, 1],
    ];
  }
  if (added.length > 0) {
    relink(graph, model, last[0], added);
    relink(graph, clip, last[1], added);
    anchors.model = last[0];
    anchors.clip = last[1];
  }
  return true;
}

/** `skip` counts as the WebUIs do: 1 is none. */
export function addClipSkip(graph: ComfyGraph, anchors: Anchors, skip: number): boolean {
  if (!anchors.clip) return false;
  const id = addNode(graph, 'clip_skip', 'CLIPSetLastLayer', {
    clip: anchors.clip,
    stop_at_clip_layer: -skip,
  });
  relink(graph, anchors.clip, [id, 0], [id]);
  anchors.clip = [id, 0];
  return true;
}

export function addVae(graph: ComfyGraph, anchors: Anchors, name: string): void {
  const id = addNode(graph, 'vae', 'VAELoader', { vae_name: name });
  for (const node of Object.values(graph)) if (isLink(node.inputs['vae'])) node.inputs['vae'] = [id, 0];
  anchors.vae = [id, 0];
}
