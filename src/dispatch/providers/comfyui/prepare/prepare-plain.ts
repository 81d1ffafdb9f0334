// Plain parameters into a graph: a template for the family and the kind of job, its values, and what is added to it.
import type { JsonObject } from '../../../../common/json.js';
import { findAnchors, type Anchors } from '../build/anchors.js';
import { addHires, addUpscale } from '../build/add-hires.js';
import { addClipSkip, addLoras, addVae } from '../build/add-models.js';
import { templateName, type Kind } from '../build/built-in-templates.js';
import { repeatRuns } from '../build/repeat-runs.js';
import { applyValues } from '../workflow/apply-values.js';
import type { ComfyGraph } from '../workflow/graph.js';
import { lorasOf, withoutTags } from './choose-loras.js';
import { chooseFluxParts, chooseModel, chooseVae, type ChosenModel } from './choose-model.js';
import { hiresSize, sizeOf, type Size } from './choose-size.js';
import { number, samplingNames, text, type Draft } from './draft.js';
import { initImage, uploadImages } from './place-images.js';
import { chooseUpscaler, fromTemplate, upscaleGraph } from './prepare-upscale.js';

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

function kindOf(params: JsonObject): Kind {
  if (initImage(params) === null) return 'txt2img';
  return typeof params['mask'] === 'string' ? 'inpaint' : 'img2img';
}
