import { describe, expect, it } from '@jest/globals';
import { offersFor } from './advice';

type Facts = Parameters<typeof offersFor>[0];
const failed = (code: string, more: Partial<Facts> = {}, details: object = {}): Facts =>
  ({
    status: 'failed',
    actions: ['retry', 'delete'],
    error: { code, message: '', server_alias: 'lab', details },
    waiting_reason: null,
    generation_params: {},
    app_type: 'forge',
    server_alias: 'lab',
    ...more,
  }) as Facts;
const waiting = (code: string) =>
  failed('', { status: 'pending', error: null, waiting_reason: { code, message: '' } });
const SERVERS = [
  { alias: 'lab', app_type: 'forge', not_available: null },
  { alias: 'attic', app_type: 'forge', not_available: null },
  { alias: 'off', app_type: 'forge', not_available: { code: 'server_offline', message: '' } },
  { alias: 'other', app_type: 'a1111', not_available: null },
];
const said = (job: Facts) => offersFor(job, SERVERS).map((offer) => Object.values(offer).join(' '));

describe('what is offered for a job', () => {
  it('is what the server suggests, for the parameter that named what it lacks', () => {
    const params = { refiner_checkpoint: 'sdxl-bas' };
    const details = { asked: 'sdxl-bas', suggestions: ['sdxl-base', 'b', 'c', 'd'] };
    expect(said(failed('model_not_found', { generation_params: params }, details))).toEqual([
      'use refiner_checkpoint sdxl-base',
      'use refiner_checkpoint b',
      'use refiner_checkpoint c',
      'retry-on attic',
      'change',
    ]);
    expect(said(failed('sampler_not_found', {}, { suggestions: ['Euler'] }))[0]).toBe(
      'use sampler_name Euler',
    );
    expect(said(failed('lora_not_found', {}, { suggestions: ['x'] }))).toEqual(['retry-on attic', 'change']);
  });

  it.each([
    ['out_of_memory', ['smaller', 'retry-on attic', 'retry']],
    ['login_needed', ['servers', 'retry-on attic', 'retry']],
    ['invalid_parameters', ['change', 'retry-on attic']],
    ['server_error', ['retry', 'retry-on attic']],
    ['crashed_repeatedly', ['retry', 'retry-on attic']],
    ['key_deleted', ['keys', 'retry']],
  ])('fits the failure %s', (code, offers) => {
    expect(said(failed(code))).toEqual(offers);
  });

  it.each([
    ['queue_paused', ['resume-queue']],
    ['bulk_paused', ['resume-bulk', 'release']],
    ['waiting_for_jobs', []],
    ['held', ['release']],
    ['no_server_online', ['servers']],
    ['behind_others', ['run-now']],
  ])('fits why it waits: %s', (code, offers) => {
    expect(said(waiting(code))).toEqual(offers);
  });

  it('is nothing for what is done, and another try for what was cancelled', () => {
    expect(said(failed('', { status: 'completed', actions: ['delete'], error: null }))).toEqual([]);
    expect(said(failed('', { status: 'cancelled', error: null }))).toEqual(['retry']);
  });
});
