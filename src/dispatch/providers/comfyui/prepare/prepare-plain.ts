// Plain parameters into a graph: a template for the family and the kind of job, its values, and what is added to it.
import { imageSize } from 'image-size';
import type { JsonObject } from '../../../../common/json.js';
import { loraTags } from '../../../names/lora-tags.js';
import { findAnchors, type Anchors } from '../build/anchors.js';
import { addHires, addUpscale, plainUpscaler, type Upscaler } from '../build/add-hires.js';
import { addClipSkip, addLoras, addVae, type ChosenLora } from '../build/add-models.js';
import { templateName, UPSCALE, type Kind } from '../build/built-in-templates.js';
import { repeatRuns } from '../build/repeat-runs.js';
import { applyValues } from '../workflow/apply-values.js';
import { addNode, relink, type ComfyGraph } from '../workflow/graph.js';
import { readWorkflow } from '../workflow/read-workflow.js';
import { readMap, type WorkflowMap } from '../workflow/workflow-map.js';
import { chooseFluxParts, chooseModel, chooseVae, type ChosenModel } from './choose-model.js';
import { findFile, number, samplingNames, templateGone, text, upload, type Draft } from './draft.js';
import { upscaleModelsOf } from './server-files.js';

interface Size {
  width: number;
  height: number;
}

/** @throws DispatchError */
export function preparePlain(draft: Draft): ComfyGraph {
  const { params } = draft;
  const isUpscale =
    text(params, 'upscaler') !== null && text(params, 'prompt') === null && initImage(params) !== null;
  return isUpscale ? upscaleGraph(draft) : generationGraph(draft);
}

function generationGraph(draft: Draft): ComfyGraph {
  const { params, warnings } = draft;
  const model = chooseModel(draft);
  const kind = kindOf(params);
  const { graph, map } = fromTemplate(draft, templateName(model.family, kind));
  const size = sizeOf(draft, model);
  const homeless = applyValues(graph, map, valuesOf(draft, model, kind, size));
  uploadImages(draft, graph, map, kind);
  for (const name of homeless)
    if (params[name] !== undefined) warnings.push(`The template has no place for "${name}": it is not used.`);
  const anchors = findAnchors(graph);
  if (anchors) extend(draft, graph, anchors, model, size);
  else warnings.push('The template has no sampler: LoRAs, VAE, hires fix and n_iter are not used.');
  return graph;
}

function extend(draft: Draft, graph: ComfyGraph, anchors: Anchors, model: ChosenModel, size: Size): void {
  const { params, warnings } = draft;
  const vae = model.family === 'flux' ? null : chooseVae(draft);
  const undone = (what: string): void =>
    void warnings.push(`The template leaves no room for ${what}: it is not used.`);
  if (vae) addVae(graph, anchors, vae.title);
  if (!addLoras(graph, anchors, lorasOf(draft))) undone('LoRAs');
  const skip = number(params, 'clip_skip') ?? 1;
  if (skip > 1 && model.facts.isFlux)
    warnings.push('Flux has no layers of CLIP to skip: clip_skip is not used.');
  else if (skip > 1 && !addClipSkip(graph, anchors, skip)) undone('clip_skip');
  const final = hires(draft, graph, anchors, size, undone);
  const upscaler = text(params, 'upscaler');
  if (upscaler !== null && anchors.decode !== null) {
    const by = number(params, 'upscale_by');
    const target =
      by === null ? null : { width: Math.round(final.width * by), height: Math.round(final.height * by) };
    addUpscale(graph, [anchors.decode, 0], chooseUpscaler(draft, upscaler), target);
  }
  const times = number(params, 'n_iter') ?? 1;
  if (times > 1) repeatRuns(graph, anchors.sampler, times, number(params, 'batch_size') ?? 1);
}

function hires(
  draft: Draft,
  graph: ComfyGraph,
  anchors: Anchors,
  size: Size,
  undone: (what: string) => void,
): Size {
  const { params, warnings } = draft;
  if (params['enable_hr'] !== true) return size;
  if (initImage(params) !== null) {
    warnings.push('enable_hr applies to text to image only and is ignored beside init_images.');
    return size;
  }
  const target = hiresSize(params, size);
  const names = samplingNames(draft, text(params, 'hr_sampler_name'), text(params, 'hr_scheduler'));
  const steps = number(params, 'hr_second_pass_steps') ?? 0;
  const [cfg, denoise] = [number(params, 'hr_cfg'), number(params, 'denoising_strength') ?? 0.7];
  const sampler: JsonObject = {
    denoise,
    ...(steps > 0 ? { steps } : {}),
    ...(cfg === null ? {} : { cfg }),
    ...(names.sampler === null ? {} : { sampler_name: names.sampler }),
    ...(names.scheduler === null ? {} : { scheduler: names.scheduler }),
  };
  const upscaler = chooseUpscaler(draft, text(params, 'hr_upscaler') ?? 'Latent');
  const texts = { prompt: text(params, 'hr_prompt'), negativePrompt: text(params, 'hr_negative_prompt') };
  const isDone = addHires(graph, anchors, { ...target, upscaler, sampler, ...texts });
  if (!isDone) undone('hires fix');
  return isDone ? target : size;
}

function upscaleGraph(draft: Draft): ComfyGraph {
  const { params } = draft;
  const upscaler = chooseUpscaler(draft, text(params, 'upscaler')!);
  const { graph, map } = fromTemplate(draft, UPSCALE);
  const image = initImage(params)!;
  const by = number(params, 'upscale_by');
  const before = pixelsOf(image);
  const size =
    by !== null && before
      ? { width: Math.round(before.width * by), height: Math.round(before.height * by) }
      : null;
  if (upscaler.by === 'model') applyValues(graph, map, { upscaler: upscaler.name });
  const enlarging = Object.keys(graph).find((id) => graph[id]!.class_type === 'ImageUpscaleWithModel');
  if (enlarging !== undefined && upscaler.by === 'model' && size) {
    addUpscale(graph, [enlarging, 0], { by: 'pixels', method: 'lanczos' }, size);
  }
  if (enlarging !== undefined && upscaler.by !== 'model') {
    const source = graph[enlarging]!.inputs['image'] as [string, number];
    const method = upscaler.method;
    const scale = { image: source, upscale_method: method, scale_by: by ?? 2 };
    relink(graph, [enlarging, 0], [addNode(graph, 'scale', 'ImageScaleBy', scale), 0]);
    dropUnused(graph, enlarging);
  }
  uploadImages(draft, graph, map, 'img2img');
  return graph;
}

/** The loader of a model that is not asked for would be validated all the same. */
function dropUnused(graph: ComfyGraph, id: string): void {
  const loader = graph[id]!.inputs['upscale_model'];
  if (Array.isArray(loader)) Reflect.deleteProperty(graph, String(loader[0]));
  Reflect.deleteProperty(graph, id);
}

function fromTemplate(draft: Draft, name: string): { graph: ComfyGraph; map: WorkflowMap } {
  const template = draft.findTemplate(name);
  const reading = template && readWorkflow(structuredClone(template.workflow));
  if (!template || !reading || 'problem' in reading) throw templateGone(name, []);
  return { graph: reading.graph, map: readMap({ ...template.map }, reading.graph).map };
}

function valuesOf(draft: Draft, { file, family, facts }: ChosenModel, kind: Kind, size: Size): JsonObject {
  const { params, warnings } = draft;
  const names = samplingNames(draft, text(params, 'sampler_name'), text(params, 'scheduler'));
  const negative = text(params, 'negative_prompt') ?? '';
  if (facts.isFlux && negative !== '' && (number(params, 'cfg_scale') ?? 1) === 1)
    warnings.push('Flux takes a negative prompt only with a cfg_scale above 1: it is not used.');
  const guidance = number(params, 'distilled_cfg_scale');
  return {
    ...{ prompt: withoutTags(text(params, 'prompt') ?? ''), negative_prompt: withoutTags(negative), ...size },
    ...{ seed: number(params, 'seed') ?? 0, steps: number(params, 'steps') ?? facts.steps },
    cfg_scale: number(params, 'cfg_scale') ?? facts.cfg,
    sampler_name: names.sampler ?? 'euler',
    scheduler: names.scheduler ?? facts.scheduler,
    batch_size: number(params, 'batch_size') ?? 1,
    checkpoint_name: file.title,
    ...(guidance === null ? {} : { distilled_cfg_scale: guidance }),
    ...(family === 'flux' ? { ...chooseFluxParts(draft) } : {}),
    ...(kind === 'txt2img'
      ? {}
      : {
          denoising_strength: number(params, 'denoising_strength') ?? 0.75,
          crop: number(params, 'resize_mode') === 1 ? 'center' : 'disabled',
        }),
  };
}

function uploadImages(draft: Draft, graph: ComfyGraph, map: WorkflowMap, kind: Kind): void {
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

function sizeOf({ params, warnings }: Draft, { facts }: ChosenModel): Size {
  const side = (name: 'width' | 'height'): number => {
    const asked = number(params, name) ?? facts.side;
    const pixels = Math.max(facts.grid, asked - (asked % facts.grid));
    if (pixels !== asked)
      warnings.push(`${name} ${asked} is no multiple of ${facts.grid}: the image will have ${pixels}.`);
    return pixels;
  };
  return { width: side('width'), height: side('height') };
}

function hiresSize(params: JsonObject, { width, height }: Size): Size {
  const x = number(params, 'hr_resize_x') ?? 0;
  const y = number(params, 'hr_resize_y') ?? 0;
  const scale = number(params, 'hr_scale') ?? 2;
  const wide = x > 0 ? x : y > 0 ? (width * y) / height : width * scale;
  const high = y > 0 ? y : x > 0 ? (height * x) / width : height * scale;
  return { width: floor8(wide), height: floor8(high) };
}

const floor8 = (pixels: number): number => Math.max(8, Math.floor(pixels / 8) * 8);

function chooseUpscaler(draft: Draft, asked: string): Upscaler {
  return (
    plainUpscaler(asked) ?? {
      by: 'model',
      name: findFile('upscaler', asked, upscaleModelsOf(draft.inventory)).title,
    }
  );
}

/** Those of the prompts first, as they are written there. */
function lorasOf(draft: Draft): ChosenLora[] {
  const { params, inventory, warnings } = draft;
  const tags = ['prompt', 'negative_prompt'].flatMap((field) =>
    loraTags(text(params, field) ?? '').map(({ name, tag }) => ({ name, weight: weightOf(tag, warnings) })),
  );
  const listed = (Array.isArray(params['loras']) ? (params['loras'] as JsonObject[]) : []).map((lora) => ({
    name: String(lora['name']),
    weight: number(lora, 'weight') ?? 1,
  }));
  const chosen = [...tags, ...listed].map(({ name, weight }) => ({
    name: findFile('LoRA', name, inventory.loras).title,
    weight,
  }));
  return [...new Map(chosen.map((lora) => [lora.name, lora])).values()];
}

function weightOf(tag: string, warnings: string[]): number {
  const parts = tag.slice(1, -1).split(':').slice(2);
  if (parts.length > 1) warnings.push(`${tag}: only the first weight of a LoRA is used.`);
  const weight = Number(parts[0] ?? '1');
  return Number.isFinite(weight) ? weight : 1;
}

function withoutTags(prompt: string): string {
  return loraTags(prompt)
    .reduce((rest, { tag }) => rest.replace(tag, ''), prompt)
    .replace(/ {2,}/g, ' ')
    .replace(/ +,/g, ',')
    .replace(/(,\s*)+$/, '')
    .trim();
}

function kindOf(params: JsonObject): Kind {
  if (initImage(params) === null) return 'txt2img';
  return typeof params['mask'] === 'string' ? 'inpaint' : 'img2img';
}

function initImage(params: JsonObject): string | null {
  const images = params['init_images'];
  return Array.isArray(images) && typeof images[0] === 'string' ? images[0] : null;
}

function pixelsOf(base64: string): Size | null {
  try {
    return imageSize(Buffer.from(base64.slice(base64.indexOf(',') + 1), 'base64'));
  } catch {
    // Of a kind that is not known here: the server will say.
    return null;
  }
}
