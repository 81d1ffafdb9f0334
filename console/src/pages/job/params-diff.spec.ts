import { describe, expect, it } from '@jest/globals';
import { paramRows } from './params-diff';

const row = (rows: ReturnType<typeof paramRows>, name: string) => rows.find((one) => one.name === name);
const info = (facts: object) => ({ info: JSON.stringify(facts) });

describe('asked, sent and came back', () => {
  it('agree when they say the same, however it is written', () => {
    const rows = paramRows({
      asked: { app_type: 'forge', generation_params: { steps: '20', prompt: 'a cat', cfg_scale: 7 } },
      sent: { method: 'POST', path: '/', body: { steps: 20, prompt: 'a cat', cfg_scale: 7 } },
      received: info({ steps: 20, prompt: 'a cat', cfg_scale: 7.0 }),
    });
    expect(rows.map(({ name, differs }) => `${name} ${differs}`)).toEqual([
      'prompt false',
      'steps false',
      'cfg_scale false',
    ]);
  });

  it('differ where the seed was drawn or the server did something else', () => {
    const rows = paramRows({
      asked: { generation_params: { seed: -1, sampler_name: 'Euler a', width: 512 } },
      sent: { body: { seed: 77, sampler_name: 'Euler a', width: 512 } },
      received: info({ seed: 77, sampler_name: 'Euler', width: 512 }),
    });
    expect(row(rows, 'seed')).toEqual({ name: 'seed', asked: '-1', sent: '77', back: '77', differs: true });
    expect(row(rows, 'sampler_name')?.differs).toBe(true);
    expect(row(rows, 'width')?.differs).toBe(false);
  });

  it('know a checkpoint by each of its names', () => {
    const rows = paramRows({
      asked: { generation_params: { checkpoint_name: 'modelA' } },
      sent: { body: { override_settings: { sd_model_checkpoint: 'sub/modelA.safetensors [96240379f3]' } } },
      received: info({ sd_model_name: 'modelA' }),
    });
    expect(row(rows, 'checkpoint_name')).toMatchObject({ asked: 'modelA', back: 'modelA', differs: false });
    expect(rows).toHaveLength(1);
  });

  it('leave out what the server only echoes, and what is about the job', () => {
    const rows = paramRows({
      asked: { priority: 9, prompt: 'flat', webhook: { url: 'x' } },
      sent: { body: { prompt: 'flat', alwayson_scripts: { a: { args: [1, 2] } } } },
      received: { parameters: { prompt: 'flat', tiling: null, eta: 1 }, info: 'no json' },
    });
    expect(rows.map(({ name }) => name)).toEqual(['prompt', 'alwayson_scripts.a.args']);
    expect(row(rows, 'alwayson_scripts.a.args')?.sent).toBe('[1,2]');
  });

  it('are nothing while nothing is recorded', () => {
    expect(paramRows({ asked: null, sent: null, received: null })).toEqual([]);
  });
});
