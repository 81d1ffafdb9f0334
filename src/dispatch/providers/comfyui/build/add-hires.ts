// The second pass of hires fix: what was sampled is enlarged, in latent space or as a picture, and sampled again.
import type { JsonObject } from '../../../../common/json.js';
import { addNode, relink, type ComfyGraph, type Link } from '../workflow/graph.js';
import type { Anchors } from './anchors.js';

export interface Hires {
  width: number;
  height: number;
  upscaler: Upscaler;
  /** Inputs of the second sampler that differ from the first one's. */
  sampler: JsonObject;
  /** Texts of its own; null: those of the first pass. */
  prompt: string | null;
  negativePrompt: string | null;
}

export type Upscaler =
  | { by: 'latent'; method: string }
  | { by: 'pixels'; method: string }
  /** A model file, by the server's name. */
  | { by: 'model'; name: string };

const LATENT_METHODS: Record<string, string> = {
  latent: 'bilinear',
  'latent (antialiased)': 'bilinear',
  'latent (bicubic)': 'bicubic',
  'latent (bicubic antialiased)': 'bicubic',
  'latent (nearest)': 'nearest-exact',
  'latent (nearest-exact)': 'nearest-exact',
};
const PIXEL_METHODS: Record<string, string> = {
  none: 'lanczos',
  lanczos: 'lanczos',
  nearest: 'nearest-exact',
};

/** The names of the WebUIs for what needs no model. */
export const PLAIN_UPSCALERS = [
  ...['Latent', 'Latent (antialiased)', 'Latent (bicubic)', 'Latent (bicubic antialiased)'],
  ...['Latent (nearest)', 'Latent (nearest-exact)', 'None', 'Lanczos', 'Nearest'],
];

/** Null: it needs a model of that name. */
export function plainUpscaler(name: string): Upscaler | null {
  const wanted = name.trim().toLowerCase();
  const latent = LATENT_METHODS[wanted];
  if (latent !== undefined) return { by: 'latent', method: latent };
  const pixels = PIXEL_METHODS[wanted];
  return pixels === undefined ? null : { by: 'pixels', method: pixels };
}

/** False: the graph has no plain sampler with a decoder behind it. */
export function addHires(graph: ComfyGraph, anchors: Anchors, hires: Hires): boolean {
  const first = graph[anchors.sampler]!;
  if (first.class_type !== 'KSampler' || anchors.decode === null) return false;
  const latent = enlarged(graph, anchors, hires);
  const texts = textsOf(graph, anchors, hires);
  const second = addNode(graph, 'hires_sampler', 'KSampler', {
    ...first.inputs,
    ...hires.sampler,
    ...texts,
    latent_image: latent,
  });
  graph[anchors.decode]!.inputs['samples'] = [second, 0];
  return true;
}

function enlarged(graph: ComfyGraph, anchors: Anchors, { width, height, upscaler }: Hires): Link {
  const size = { width, height, crop: 'disabled' };
  const samples: Link = [anchors.sampler, 0];
  if (upscaler.by === 'latent') {
    const inputs = { samples, upscale_method: upscaler.method, ...size };
    return [addNode(graph, 'hires_latent', 'LatentUpscale', inputs), 0];
  }
  const { vae } = anchors;
  const picture: Link = [addNode(graph, 'hires_decode', 'VAEDecode', { samples, vae }), 0];
  const image = upscaler.by === 'model' ? upscaledBy(graph, 'hires', upscaler.name, picture) : picture;
  const method = upscaler.by === 'pixels' ? upscaler.method : 'lanczos';
  const scaled = addNode(graph, 'hires_scale', 'ImageScale', { image, upscale_method: method, ...size });
  return [addNode(graph, 'hires_encode', 'VAEEncode', { pixels: [scaled, 0], vae }), 0];
}

export function upscaledBy(graph: ComfyGraph, prefix: string, model: string, image: Link): Link {
  const loader = addNode(graph, `${prefix}_upscaler`, 'UpscaleModelLoader', { model_name: model });
  const inputs = { upscale_model: [loader, 0], image };
  return [addNode(graph, `${prefix}_upscale`, 'ImageUpscaleWithModel', inputs), 0];
}

function textsOf(graph: ComfyGraph, { clip }: Anchors, { prompt, negativePrompt }: Hires): JsonObject {
  const encoded = (id: string, text: string | null): Link | null =>
    text === null || !clip ? null : [addNode(graph, id, 'CLIPTextEncode', { text, clip }), 0];
  const positive = encoded('hires_prompt', prompt);
  const negative = encoded('hires_negative', negativePrompt);
  return { ...(positive ? { positive } : {}), ...(negative ? { negative } : {}) };
}

/** Enlarges the finished pictures before they are saved; without a size by the model's own factor. */
export function addUpscale(
  graph: ComfyGraph,
  image: Link,
  upscaler: Upscaler,
  size: { width: number; height: number } | null,
): void {
  const before = Object.keys(graph);
  const large = upscaler.by === 'model' ? upscaledBy(graph, 'final', upscaler.name, image) : image;
  const method = upscaler.by === 'pixels' ? upscaler.method : 'lanczos';
  const scaled = size
    ? ([
        addNode(graph, 'final_scale', 'ImageScale', {
          image: large,
          upscale_method: method,
          ...size,
          crop: 'disabled',
        }),
        0,
      ] satisfies Link)
    : large;
  relink(
    graph,
    image,
    scaled,
    Object.keys(graph).filter((id) => !before.includes(id)),
  );
}
