import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import { isFlux, PLAIN_PARAMS } from './comfyui-params';
import { FIRST_DRAFT, type Draft, type Params } from './draft';
import { NO_PICTURES, toRequest } from './to-request';

/** What belongs to a workflow, not to plain parameters. */
const OF_WORKFLOWS = ['workflow', 'workflow_map', 'template', 'values'];

function sent(params: Params, mode: Draft['mode'] = 'text', pictures = NO_PICTURES): Params {
  return toRequest({ ...FIRST_DRAFT, appType: 'comfyui', mode, params }, pictures).generation_params;
}

describe('plain parameters for ComfyUI', () => {
  it('are all those that the API takes', () => {
    const openapi = JSON.parse(readFileSync('openapi.json', 'utf8')) as {
      components: { schemas: Record<string, { properties: object }> };
    };
    const known = Object.keys(openapi.components.schemas['ComfyuiParams']!.properties);
    expect([...PLAIN_PARAMS, ...OF_WORKFLOWS].sort()).toEqual(known.sort());
  });

  it('leave out what only the web UIs know', () => {
    const draft: Draft = {
      ...{ ...FIRST_DRAFT, appType: 'comfyui', scripts: '{"ADetailer":{}}' },
      params: { prompt: 'x', steps: 4, mask_blur: 8, eta: 0.3, styles: ['a'], override_settings: {} },
    };
    expect(toRequest(draft, NO_PICTURES).generation_params).toEqual({ prompt: 'x', steps: 4 });
  });

  it('are those of the model’s family', () => {
    const params = { vae: 'v', clip_skip: 2, modules: ['t5'], distilled_cfg_scale: 3 };
    expect(sent({ ...params, checkpoint_name: 'flux1-dev' })).toEqual({
      ...{ checkpoint_name: 'flux1-dev', modules: ['t5'], distilled_cfg_scale: 3 },
    });
    expect(sent({ ...params, checkpoint_name: 'sdxl' })).toEqual({
      ...{ checkpoint_name: 'sdxl', vae: 'v', clip_skip: 2 },
    });
    expect(isFlux({ checkpoint_name: 'flux1-dev', model_family: 'sdxl' })).toBe(false);
    expect(isFlux({ checkpoint_name: 'mine', model_family: 'flux_checkpoint' })).toBe(true);
  });

  it('are those of the mode', () => {
    const params = {
      ...{ prompt: 'x', enable_hr: true, hr_scale: 2, denoising_strength: 0.5, resize_mode: 1 },
      ...{ inpainting_mask_invert: 1, upscale_by: 2 },
    };
    const pictures = { init: 'data:a', mask: 'data:m', more: {} };
    expect(sent(params)).toEqual({ prompt: 'x', enable_hr: true, hr_scale: 2, denoising_strength: 0.5 });
    expect(sent(params, 'image', pictures)).toEqual({
      ...{ prompt: 'x', denoising_strength: 0.5, resize_mode: 1, init_images: ['data:a'] },
    });
    expect(sent(params, 'inpaint', pictures)).toMatchObject({ inpainting_mask_invert: 1, mask: 'data:m' });
  });

  it('are next to nothing where a picture is only made larger', () => {
    const params = { prompt: 'x', seed: 4, checkpoint_name: 'sdxl', upscaler: 'Lanczos', upscale_by: 2 };
    expect(sent(params, 'upscale', { init: 'data:a', mask: null, more: {} })).toEqual({
      ...{ upscaler: 'Lanczos', upscale_by: 2, init_images: ['data:a'] },
    });
    expect(sent(params)).toMatchObject({ prompt: 'x', upscaler: 'Lanczos', upscale_by: 2 });
  });
});
