import { describe, expect, it } from '@jest/globals';
import { describeImage } from './describe-image.js';
import { detailsOf } from './details-backfill.js';

const infotext = (settings: Record<string, string>, prompt = 'a cat') => ({
  prompt,
  negative_prompt: 'fog',
  settings,
});

describe(describeImage.name, () => {
  it('believes the picture before its job', () => {
    const job = {
      prompt: 'a dog',
      steps: 10,
      sampler_name: 'Euler',
      checkpoint_name: 'pony.safetensors [abcdef12]',
      cfg_scale: 3,
    };
    const said = infotext(
      {
        Steps: '20',
        Sampler: 'DPM++ 2M',
        'Schedule type': 'Karras',
        Model: 'sdxl/realvis',
        'Model hash': '0123abcd',
        'CFG scale': '7.5',
      },
      'a cat <lora:fur:0.8> <lora:Fur:1>',
    );
    expect(describeImage({ infotext: said, job })).toEqual({
      ...{
        prompt: 'a cat <lora:fur:0.8> <lora:Fur:1>',
        negativePrompt: 'fog',
        model: 'realvis',
        modelHash: '0123abcd',
      },
      ...{
        sampler: 'DPM++ 2M',
        scheduler: 'Karras',
        steps: 20,
        cfgScale: 7.5,
        loras: [{ name: 'fur', weight: 0.8 }],
      },
    });
  });

  it('falls back to the job', () => {
    expect(
      describeImage({
        infotext: null,
        job: {
          prompt: 'a dog',
          checkpoint_name: 'x/pony.safetensors [abcdef12]',
          loras: [{ name: 'fur', weight: 1 }, 7],
        },
      }),
    ).toMatchObject({
      ...{ prompt: 'a dog', model: 'pony', modelHash: 'abcdef12', loras: [{ name: 'fur', weight: 1 }] },
    });
  });

  it('makes nothing of nonsense', () => {
    const empty = {
      prompt: null,
      negativePrompt: null,
      model: null,
      modelHash: null,
      sampler: null,
      scheduler: null,
      steps: null,
      cfgScale: null,
      loras: [],
    };
    const nonsense = {
      prompt: 7,
      steps: 'many',
      cfg_scale: null,
      sampler_name: {},
      checkpoint_name: '',
      loras: 'x',
    };
    expect(describeImage({ infotext: 'x' as never, job: nonsense })).toEqual(empty);
    expect(describeImage({})).toEqual(empty);
  });

  it('reads the infotext of rows that have nothing else', () => {
    const row = { paramsJson: null, infotext: 'a cat\nSteps: 20, Sampler: Euler, Seed: 1, Model: sea' };
    expect(detailsOf(row)).toMatchObject({ prompt: 'a cat', sampler: 'Euler', model: 'sea' });
    expect(detailsOf({ paramsJson: 'not JSON', infotext: null })).toMatchObject({ prompt: null });
  });
});
