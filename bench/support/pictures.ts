// The jobs that benchmarks submit.

/** What a person asks for: a text of usual length and the usual parameters. */
export const USUAL_PARAMS = {
  prompt:
    'a lighthouse on a rocky coast at dusk, long exposure, soft fog over the sea, warm light in the windows, seagulls, ' +
    'dramatic clouds, highly detailed, 35mm photograph',
  negative_prompt: 'blurry, lowres, watermark, text, jpeg artifacts, oversaturated',
  steps: 20,
  width: 512,
  height: 512,
  cfg_scale: 7,
  sampler_name: 'Euler',
  seed: -1,
};

/** Made at once, so that what is measured is not the picture. */
export const SMALLEST_PARAMS = { ...USUAL_PARAMS, steps: 1, width: 64, height: 64, seed: 7 };

export function submission(params: Readonly<Record<string, unknown>>) {
  return { app_type: 'forge', source_info: 'bench', priority: 5, generation_params: params };
}
