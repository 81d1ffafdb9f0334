// Upscaling and nothing else, and the upscalers of all jobs.
import { addUpscale, plainUpscaler, type Upscaler } from '../build/add-hires.js';
import { UPSCALE } from '../build/built-in-templates.js';
import { applyValues } from '../workflow/apply-values.js';
import { addNode, relink, type ComfyGraph } from '../workflow/graph.js';
import { readWorkflow } from '../workflow/read-workflow.js';
import { readMap, type WorkflowMap } from '../workflow/workflow-map.js';
import { pixelsOf } from './choose-size.js';
import { findFile, number, templateGone, text, type Draft } from './draft.js';
import { initImage, uploadImages } from './place-images.js';
import { upscaleModelsOf } from './server-files.js';

export function upscaleGraph(draft: Draft): ComfyGraph {
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

function dropUnused(graph: ComfyGraph, id: string): void {
  const loader = graph[id]!.inputs['upscale_model'];
  if (Array.isArray(loader)) Reflect.deleteProperty(graph, String(loader[0]));
  Reflect.deleteProperty(graph, id);
}

export function chooseUpscaler(draft: Draft, asked: string): Upscaler {
  return (
    plainUpscaler(asked) ?? {
      by: 'model',
      name: findFile('upscaler', asked, upscaleModelsOf(draft.inventory)).title,
    }
  );
}

export function fromTemplate(draft: Draft, name: string): { graph: ComfyGraph; map: WorkflowMap } {
  const template = draft.findTemplate(name);
  const reading = template && readWorkflow(structuredClone(template.workflow));
  if (!template || !reading || 'problem' in reading) throw templateGone(name, []);
  return { graph: reading.graph, map: readMap({ ...template.map }, reading.graph).map };
}
