import { describe, expect, it } from '@jest/globals';
import { isTooLarge, keptOptions, shownOptions, withOptions } from './option-rules.js';

const base = {
  sd_model_checkpoint: 'a',
  samples_format: 'png',
  token_merging_ratio: 0,
  CLIP_stop_at_last_layers: 1,
  civitai_api_key: 'k',
  stablequeue_api_secret: 's',
};
const knowsAll = (): boolean => true;

describe('the options of a caller', () => {
  it('lie over the server’s, whose secrets are not shown', () => {
    expect(shownOptions(base, { sd_model_checkpoint: 'b' })).toEqual({
      sd_model_checkpoint: 'b',
      samples_format: 'png',
      token_merging_ratio: 0,
      CLIP_stop_at_last_layers: 1,
    });
  });

  it('are what differs, when the whole object comes back', () => {
    expect(keptOptions({ ...base, sd_model_checkpoint: 'b' }, base, {})).toEqual({
      sd_model_checkpoint: 'b',
    });
    expect(keptOptions({ samples_format: 'jpg' }, base, { sd_model_checkpoint: 'b' })).toEqual({
      sd_model_checkpoint: 'b',
      samples_format: 'jpg',
    });
  });

  it('are forgotten when they are set back to the server’s', () => {
    expect(keptOptions({ sd_model_checkpoint: 'a' }, base, { sd_model_checkpoint: 'b' })).toEqual({});
  });

  it('hold nothing that the server does not know, no secret, and no name that is none', () => {
    const given = JSON.parse(
      '{"unknown": 1, "civitai_api_key": "x", "__proto__": {"a": 1}, "constructor": 2}',
    ) as object;
    expect(keptOptions({ ...given }, base, {})).toEqual({});
    expect(isTooLarge({ a: 'x'.repeat(300_000) })).toBe(true);
  });
});

describe(withOptions.name, () => {
  it('fills what the request does not say', () => {
    const own = { sd_model_checkpoint: 'b', CLIP_stop_at_last_layers: 2, samples_format: 'jpg' };
    expect(withOptions({ prompt: 'p' }, own, knowsAll)).toEqual({
      prompt: 'p',
      override_settings: { sd_model_checkpoint: 'b', CLIP_stop_at_last_layers: 2 },
    });
  });

  it('leaves what the request says, under whichever name', () => {
    const own = {
      sd_model_checkpoint: 'b',
      CLIP_stop_at_last_layers: 2,
      sd_vae: 'v',
      forge_additional_modules: ['m'],
    };
    const said = {
      checkpoint_name: 'c',
      clip_skip: 1,
      override_settings: { sd_vae: 'w', forge_additional_modules: [] },
    };
    expect(withOptions(said, own, knowsAll)).toEqual(said);
  });

  it('sends no option that the servers do not have', () => {
    expect(withOptions({}, { sd_vae: 'v' }, (name) => name !== 'sd_vae')).toEqual({});
  });
});
