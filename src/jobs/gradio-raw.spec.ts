import { describe, expect, it } from '@jest/globals';
import { fromGradioRaw, isGradioRaw } from './gradio-raw.js';

const raw = (data: unknown[]) => ({
  type: 'gradio_raw',
  raw_payload: { data, fn_index: 5 },
  tab_id: 'txt2img',
});
const withValues = (places: Record<number, unknown>): unknown[] =>
  Array.from({ length: 30 }, (_, place) => places[place] ?? null);

describe(fromGradioRaw.name, () => {
  it('knows a raw call by its type', () => {
    expect(isGradioRaw(raw([]))).toBe(true);
    expect(isGradioRaw({ prompt: 'x' })).toBe(false);
    expect(isGradioRaw('gradio_raw')).toBe(false);
  });

  it('reads the places that the original StableQueue read', () => {
    const data = withValues({
      0: 'a cat',
      2: 'a dog',
      17: '42',
      21: 2,
      23: 'DPM++ 2M',
      25: 'Pony/x.safetensors [0123abcd]',
    });
    const { params, warnings } = fromGradioRaw(raw(data));
    expect(params).toMatchObject({
      prompt: 'a cat',
      negative_prompt: 'a dog',
      seed: 42,
      batch_size: 2,
      sampler_name: 'DPM++ 2M',
      override_settings: { sd_model_checkpoint: 'Pony/x.safetensors [0123abcd]' },
    });
    expect(warnings.map((warning) => warning.code)).toEqual(['gradio_raw']);
  });

  it('takes the usual where something else stands', () => {
    const { params } = fromGradioRaw(raw(withValues({ 0: 'x', 17: 'many', 21: -3, 23: 'Balanced' })));
    expect(params).toMatchObject({
      seed: -1,
      batch_size: 1,
      sampler_name: 'Euler a',
      steps: 20,
      width: 512,
      cfg_scale: 7,
    });
    expect(params).not.toHaveProperty('override_settings');
  });

  it('passes over the task id of the page', () => {
    expect(fromGradioRaw(raw(['task(abc-1)', 'a cat', 'a dog'])).params).toMatchObject({
      prompt: 'a cat',
      negative_prompt: 'a dog',
    });
  });

  it('says what it could not use, and survives what is no call at all', () => {
    expect(fromGradioRaw(raw(withValues({ 9: { enabled: true } }))).warnings.at(-1)?.message).toMatch(
      /scripts/,
    );
    expect(fromGradioRaw({ type: 'gradio_raw', raw_payload: 'x' }).params['prompt']).toBe('');
  });
});
