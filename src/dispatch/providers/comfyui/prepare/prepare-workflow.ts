// A job's own workflow: values into their places, files by the names of this server, embedded images as uploads.
import { isJsonObject } from '../../../../common/json.js';
import { applyValues } from '../workflow/apply-values.js';
import { isLink, type ComfyGraph } from '../workflow/graph.js';
import { readWorkflow } from '../workflow/read-workflow.js';
import { readMap, type Site } from '../workflow/workflow-map.js';
import { valuesOf } from '../params/read-own-workflow.js';
import { findFile, samplingNames, upload, type Draft } from './draft.js';
import { loaderOf } from './loaders.js';
import { DispatchError } from '../../../contract/index.js';

/** @throws DispatchError */
export function prepareWorkflow(draft: Draft): ComfyGraph {
  const { params } = draft;
  const reading = readWorkflow(params['workflow']);
  if ('problem' in reading)
    throw new DispatchError('permanent', reading.problem, { code: 'invalid_workflow' });
  const { graph } = reading;
  const { map } = readMap(isJsonObject(params['workflow_map']) ? params['workflow_map'] : {}, graph);
  const { init_images: images, mask, ...values } = valuesOf(params);
  applyValues(graph, map, values);
  for (const [name, given] of [
    ['init_images', images],
    ['mask', mask],
  ] as const)
    placeImages(draft, graph, map[name] ?? [], given);
  for (const id of Object.keys(graph)) {
    resolveFiles(draft, graph, id);
    resolveSampling(draft, graph, id);
    takeImages(draft, graph, id);
  }
  return graph;
}

/** VAELoader lists these beside files: they are put together of several. */
const NO_FILES = new Set(['pixel_space', 'taesd', 'taesdxl', 'taesd3', 'taef1']);

function resolveFiles(draft: Draft, graph: ComfyGraph, id: string): void {
  const { class_type: type, inputs } = graph[id]!;
  const loader = loaderOf(type);
  if (!loader) return;
  const { kind, input: pattern, filesOf } = loader;
  const files = filesOf(draft.inventory);
  for (const [input, asked] of Object.entries(inputs)) {
    if (!pattern.test(input) || typeof asked !== 'string' || NO_FILES.has(asked)) continue;
    if (files.some(({ title }) => title === asked)) continue;
    const { title } = findFile(kind, asked, files);
    inputs[input] = title;
    draft.warnings.push(`${kind} "${asked}" is sent as "${title}", its name on this server.`);
  }
}

function resolveSampling(draft: Draft, graph: ComfyGraph, id: string): void {
  const { class_type: type, inputs } = graph[id]!;
  if (!/^(KSampler|BasicScheduler)/.test(type)) return;
  const literal = (name: string): string | null => {
    const value = inputs[name];
    return typeof value === 'string' && !isLink(value) ? value : null;
  };
  const names = samplingNames(draft, literal('sampler_name'), literal('scheduler'));
  if (names.sampler !== null && 'sampler_name' in inputs) inputs['sampler_name'] = names.sampler;
  if (names.scheduler !== null && 'scheduler' in inputs) inputs['scheduler'] = names.scheduler;
}

/** One for each place; the last one serves for those that are left. */
function placeImages(draft: Draft, graph: ComfyGraph, sites: readonly Site[], given: unknown): void {
  const images = (Array.isArray(given) ? (given as unknown[]) : [given]).filter(
    (one) => typeof one === 'string',
  );
  for (const [at, { node, input }] of sites.entries()) {
    const image = images[Math.min(at, images.length - 1)];
    if (image !== undefined) graph[node]!.inputs[input] = upload(draft, node, input, image);
  }
}

/** Longer than any file name. */
const SHORTEST_IMAGE_CHARS = 500;

function takeImages(draft: Draft, graph: ComfyGraph, id: string): void {
  const { class_type: type, inputs } = graph[id]!;
  if (!/^LoadImage/.test(type)) return;
  const { image } = inputs;
  const isImage =
    typeof image === 'string' && (image.startsWith('data:') || image.length > SHORTEST_IMAGE_CHARS);
  if (isImage) inputs['image'] = upload(draft, id, 'image', image);
}
