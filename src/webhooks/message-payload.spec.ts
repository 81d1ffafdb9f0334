import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import type { AppEvent } from '../events/app-event.js';
import type { JobFacts } from './message-facts.repository.js';
import {
  bulkPayload,
  jobPayload,
  LONGEST_PAYLOAD_BYTES,
  otherPayload,
  type PayloadImage,
} from './message-payload.js';

const event = (given: Partial<AppEvent> = {}): AppEvent => ({
  seq: 7,
  type: 'job.completed',
  jobId: 'job-1',
  bulkJobId: null,
  serverAlias: null,
  apiKeyId: null,
  data: { status: 'completed', app_type: 'forge' },
  timestamp: '2026-01-01T00:00:00.000Z',
  ...given,
});
const facts = (given: Partial<JobFacts> = {}): JobFacts => ({
  mobilesd_job_id: 'job-1',
  status: 'completed',
  app_type: 'forge',
  source_info: 'me',
  api_key_id: null,
  bulk_job_id: null,
  target_server_alias: null,
  server_alias: 'gpu',
  progress: 100,
  retry_count: 0,
  image_count: 1,
  creation_timestamp: 'a',
  started_timestamp: 'b',
  completion_timestamp: 'c',
  error_json: null,
  warnings_json: null,
  metadata_json: '{"a":1}',
  generation_params_json: '{"prompt":"a cat","steps":20,"alwayson_scripts":{"x":1}}',
  webhook_json: null,
  ...given,
});
const image = (n: number): PayloadImage => ({
  filename: `${n}.png`,
  role: 'image',
  url: `https://queue.example/api/v1/images/download/${n}.png?exp=1&sig=${'0'.repeat(64)}`,
  preview_url: `https://queue.example/api/v1/images/preview/${n}.png?exp=1&sig=${'0'.repeat(64)}`,
  width: 512,
  height: 512,
  seed: n,
});
const bytes = (payload: unknown) => Buffer.byteLength(JSON.stringify(payload));

describe('the message of a job', () => {
  it('says what the job was and what came of it', () => {
    const { data } = jobPayload(event(), facts(), [image(1)]);
    expect(data).toMatchObject({
      ...{ job_id: 'job-1', status: 'completed', progress: 100, server_alias: 'gpu', metadata: { a: 1 } },
      generation: { prompt: 'a cat', steps: 20 },
      images: [{ filename: '1.png', seed: 1 }],
      error: null,
    });
    expect(data).not.toHaveProperty('truncated');
    expect(JSON.stringify(data)).not.toContain('alwayson_scripts');
  });

  it('tells of the event, even when the job has gone on since', () => {
    const failed = event({
      type: 'job.failed',
      data: { status: 'failed', error: { code: 'out_of_memory', message: 'no' } },
    });
    const { data } = jobPayload(failed, facts({ status: 'pending', progress: 0 }), []);
    expect(data).toMatchObject({ status: 'failed', error: { code: 'out_of_memory' } });
  });

  it('still tells the end of a job that is deleted', () => {
    const { data } = jobPayload(
      event({ type: 'job.cancelled', data: { status: 'cancelled', app_type: 'forge' } }),
      undefined,
      [],
    );
    expect(data).toMatchObject({ job_id: 'job-1', status: 'cancelled', app_type: 'forge', deleted: true });
  });

  it('is never longer than 20 kB, and says when something is missing', () => {
    const many = Array.from({ length: 100 }, (_, n) => image(n));
    const long = jobPayload(
      event(),
      facts({ metadata_json: JSON.stringify({ text: 'ä'.repeat(30_000) }) }),
      many,
    );
    expect(bytes(long)).toBeLessThanOrEqual(LONGEST_PAYLOAD_BYTES);
    expect(long.data).toMatchObject({ truncated: true, job_id: 'job-1', status: 'completed' });
    expect(long.data['images']).toHaveLength(10);
  });

  it('fits whatever clients put into their jobs', () => {
    const texts = fc.dictionary(fc.string(), fc.string({ maxLength: 40_000 }), { maxKeys: 400 });
    fc.assert(
      fc.property(texts, fc.string({ maxLength: 50_000 }), fc.nat(200), (metadata, prompt, images) => {
        const given = facts({
          metadata_json: JSON.stringify(metadata),
          generation_params_json: JSON.stringify({ prompt, negative_prompt: prompt }),
        });
        const payload = jobPayload(
          event(),
          given,
          Array.from({ length: images }, (_, n) => image(n)),
        );
        expect(bytes(payload)).toBeLessThanOrEqual(LONGEST_PAYLOAD_BYTES);
        expect(payload.data['job_id']).toBe('job-1');
      }),
      { numRuns: 60 },
    );
  });
});

describe('other messages', () => {
  it('tell of a bulk how its jobs ended', () => {
    const finished = event({
      type: 'bulk.finished',
      jobId: null,
      bulkJobId: 'bulk_1',
      data: { name: 'night' },
    });
    expect(bulkPayload(finished, undefined, { completed: 9, failed: 1 })).toMatchObject({
      type: 'bulk.finished',
      data: { bulk_job_id: 'bulk_1', name: 'night', jobs: { completed: 9, failed: 1 } },
    });
  });

  it('tell of servers what their event says', () => {
    const state = event({
      type: 'server.state',
      jobId: null,
      serverAlias: 'gpu',
      data: { state: 'offline' },
    });
    expect(otherPayload(state).data).toEqual({ server_alias: 'gpu', state: 'offline' });
  });
});
