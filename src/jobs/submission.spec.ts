import { describe, expect, it } from '@jest/globals';
import { mergeParams, normalizeBody, paramsOf, targetAlias, withoutCredentials } from './submission.js';

describe('submission', () => {
  it.each([undefined, null, '', '  ', 'any', 'Any', 'default', 'DEFAULT'])(
    'takes %p for any server',
    (alias) => {
      expect(targetAlias(alias)).toBeNull();
    },
  );

  it('keeps a real alias', () => {
    expect(targetAlias(' forge-1 ')).toBe('forge-1');
  });

  it('takes flat parameters and says so', () => {
    const { body, warnings } = normalizeBody({ prompt: 'a cat', steps: 5, priority: 3 });
    expect(body).toEqual({ priority: 3, generation_params: { prompt: 'a cat', steps: 5 } });
    expect(warnings.map((warning) => warning.code)).toEqual(['flat_parameters']);
  });

  it('names every key that nobody reads', () => {
    const { warnings } = normalizeBody({ generation_params: {}, colour: 'red', prority: 1 });
    expect(warnings.map((warning) => warning.message)).toEqual([
      expect.stringContaining('"colour"'),
      expect.stringContaining('"prority"'),
    ]);
  });

  it('moves scripts from beside the parameters into them; what stands inside wins', () => {
    const dto = {
      generation_params: { alwayson_scripts: { A: { args: [1] } } },
      alwayson_scripts: { A: { args: [2] }, B: { args: [3] } },
    };
    expect(paramsOf(dto)['alwayson_scripts']).toEqual({ A: { args: [1] }, B: { args: [3] } });
  });

  it('keeps a warning short, however long a name is', () => {
    const many = Object.fromEntries(Array.from({ length: 90 }, (_, index) => [`k${index}`, 1]));
    const { warnings } = normalizeBody({ generation_params: {}, ['x'.repeat(1_000_000)]: 1, ...many });
    expect(warnings).toHaveLength(50);
    expect(JSON.stringify(warnings).length).toBeLessThan(10_000);
  });

  it('forgets credentials beside the parameters, wherever those stand', () => {
    const own = { api_key: 'k', api_secret: 's', prompt: 'p' };
    expect(withoutCredentials({ ...own, generation_params: own })).toEqual({
      prompt: 'p',
      generation_params: { prompt: 'p' },
    });
    expect(withoutCredentials({ api_key: 'k', payload: own })).toEqual({
      generation_params: { prompt: 'p' },
    });
    expect(withoutCredentials({ generation_params: own, payload: own })).toEqual({
      generation_params: { prompt: 'p' },
      payload: { prompt: 'p' },
    });
  });

  it('merges an edit, null removing a key', () => {
    expect(mergeParams({ steps: 20, seed: 1 }, { steps: 30, seed: null })).toEqual({ steps: 30 });
  });
});
