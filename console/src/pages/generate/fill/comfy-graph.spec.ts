import { describe, expect, it } from '@jest/globals';
import { paramsOfComfy } from './comfy-graph';

const graph = {
  '3': {
    class_type: 'KSampler',
    inputs: {
      seed: 42,
      steps: 20,
      cfg: 8,
      sampler_name: 'dpmpp_2m_sde_gpu',
      scheduler: 'karras',
      model: ['11', 0],
      positive: ['20', 0],
      negative: ['7', 0],
      latent_image: ['5', 0],
    },
  },
  '4': { class_type: 'CheckpointLoaderSimple', inputs: { ckpt_name: 'sd/model.safetensors' } },
  '5': { class_type: 'EmptyLatentImage', inputs: { width: 832, height: 1216, batch_size: 2 } },
  '6': { class_type: 'CLIPTextEncode', inputs: { text: ['30', 0], clip: ['4', 1] } },
  '7': { class_type: 'CLIPTextEncode', inputs: { text: 'blurry', clip: ['4', 1] } },
  '10': {
    class_type: 'LoraLoader',
    inputs: { lora_name: 'a/ink.safetensors', strength_model: 0.6, model: ['4', 0] },
  },
  '11': {
    class_type: 'LoraLoader',
    inputs: { lora_name: 'oil.safetensors', strength_model: 1, model: ['10', 0] },
  },
  '20': { class_type: 'ControlNetApply', inputs: { conditioning: ['6', 0], strength: 1 } },
  '30': { class_type: 'PrimitiveString', inputs: { value: 'a cat' } },
};

describe('a graph of ComfyUI', () => {
  it('is read back from its sampler along its links', () => {
    expect(paramsOfComfy(JSON.stringify(graph))).toEqual({
      prompt: 'a cat',
      negative_prompt: 'blurry',
      width: 832,
      height: 1216,
      batch_size: 2,
      checkpoint_name: 'sd/model.safetensors',
      loras: [
        { name: 'ink', weight: 0.6 },
        { name: 'oil', weight: 1 },
      ],
      seed: 42,
      steps: 20,
      cfg_scale: 8,
      sampler_name: 'DPM++ 2M SDE',
      scheduler: 'karras',
    });
  });

  it('may have links that go round', () => {
    const round = {
      '1': { class_type: 'KSampler', inputs: { seed: 1, positive: ['2', 0], model: ['2', 0] } },
      '2': { class_type: 'X', inputs: { conditioning: ['2', 0], model: ['2', 0], text: ['3', 0] } },
      '3': { class_type: 'Y', inputs: {} },
    };
    expect(paramsOfComfy(JSON.stringify(round))).toMatchObject({ prompt: '', seed: 1 });
  });

  it('is none without a sampler, or when it is something else', () => {
    expect(paramsOfComfy('{"a":{"class_type":"X","inputs":{}}}')).toBeNull();
    expect(paramsOfComfy('{"a":1}')).toBeNull();
    expect(paramsOfComfy('not json')).toBeNull();
  });
});
