import { describe, expect, it } from '@jest/globals';
import { applicationData } from './application-data.js';
import type { JobRow } from './job.js';

const row = (given: Partial<JobRow>): JobRow =>
  ({
    forge_internal_task_id: null,
    forge_session_hash: null,
    phase: null,
    handle_json: null,
    received_json: null,
    generation_params_json: '{}',
    ...given,
  }) as JobRow;

describe(applicationData.name, () => {
  it('tells what the server said, without prompts and long texts', () => {
    const info = {
      sampler_name: 'Euler a',
      sd_model_name: 'pony',
      all_seeds: [1, 2],
      prompt: 'a cat',
      infotexts: ['…'],
      version: 'f2.0',
      extra: { nested: true },
      long: 'x'.repeat(501),
    };
    const data = applicationData(
      row({
        received_json: JSON.stringify({ info: JSON.stringify(info) }),
        handle_json: '{"attempt_id":"a-1","task_id":"task(sq-a-1)"}',
        forge_internal_task_id: 'task(sq-a-1)',
      }),
    );
    expect(data).toMatchObject({
      forge_internal_task_id: 'task(sq-a-1)',
      sampler: 'Euler a',
      checkpoint: 'pony',
      handle: { task_id: 'task(sq-a-1)' },
      result: { sampler_name: 'Euler a', sd_model_name: 'pony', all_seeds: [1, 2], version: 'f2.0' },
    });
  });

  it('tells what was asked for before the server has answered', () => {
    const params = { sampler_name: 'DPM++ 2M', scheduler: 'Karras', checkpoint_name: 'pony' };
    expect(applicationData(row({ generation_params_json: JSON.stringify(params) }))).toMatchObject({
      sampler: 'DPM++ 2M',
      scheduler: 'Karras',
      checkpoint: 'pony',
      result: null,
    });
  });

  it('survives answers of any kind', () => {
    expect(applicationData(row({ received_json: '[1]', handle_json: 'x' })).result).toBeNull();
    expect(applicationData(row({ received_json: '{"info":"no json"}' })).result).toBeNull();
  });
});
