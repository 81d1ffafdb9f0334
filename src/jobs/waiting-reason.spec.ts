import { describe, expect, it } from '@jest/globals';
import type { JobRow } from './job.js';
import type { QuotaStanding } from './quota-standings.repository.js';
import { waitingReason, type QueueOutlook, type ServerOutlook } from './waiting-reason.js';

const job = (given: Partial<JobRow> = {}): JobRow =>
  ({
    status: 'pending',
    seq: 10,
    app_type: 'forge',
    target_server_alias: null,
    held: 0,
    open_dependencies: 0,
    not_before: null,
    waiting_reason_json: null,
    ...given,
  }) as JobRow;
const server = (given: Partial<ServerOutlook> = {}): ServerOutlook => ({
  id: '1',
  alias: 'one',
  appType: 'forge',
  obstacle: null,
  ...given,
});
const outlook = (given: Partial<QueueOutlook> = {}): QueueOutlook => ({
  now: '2026-01-01T00:00:00.000Z',
  paused: false,
  blocked: null,
  servers: [server()],
  ahead: 2,
  awaited: null,
  exclusions: [],
  turn: null,
  quota: null,
  keyServers: null,
  ...given,
});
const offline = { code: 'server_offline', message: 'Server "one" does not answer.' };

describe(waitingReason.name, () => {
  it('counts the jobs before one that only waits for its turn', () => {
    expect(waitingReason(job(), outlook())?.message).toMatch(/turn; 2 jobs stand before it,.*passed over/);
    expect(waitingReason(job(), outlook({ ahead: 1 }))?.message).toMatch(/turn; 1 job stands before it/);
    expect(waitingReason(job(), outlook({ ahead: 0 }))?.code).toBe('next');
  });

  it('names the pause before anything about servers', () => {
    expect(waitingReason(job(), outlook({ paused: true, servers: [] }))?.code).toBe('queue_paused');
  });

  it('names the jobs that it waits for before anything about the queue', () => {
    const awaited = { id: 'a1', status: 'processing' as const };
    const one = waitingReason(job({ open_dependencies: 1 }), outlook({ awaited, paused: true }));
    expect(one).toEqual({ code: 'waiting_for_jobs', message: 'Waits for job a1, which runs now.' });
    const failed = { id: 'a1', status: 'failed' as const };
    expect(waitingReason(job({ open_dependencies: 3 }), outlook({ awaited: failed }))?.message).toBe(
      'Waits for 3 jobs, first for job a1, which has failed: retry that one.',
    );
  });

  it('says what is wrong with the server that a job is pinned to', () => {
    const pinned = job({ target_server_alias: 'one' });
    expect(waitingReason(pinned, outlook({ servers: [server({ obstacle: offline })] }))).toEqual(offline);
    expect(waitingReason(pinned, outlook({ servers: [] }))?.message).toMatch(/no server "one" any more/);
  });

  it('says so when no server of its kind exists or takes jobs', () => {
    expect(waitingReason(job({ app_type: 'comfyui' }), outlook())?.code).toBe('no_server');
    expect(waitingReason(job(), outlook({ servers: [server({ obstacle: offline })] }))?.code).toBe(
      'no_server_online',
    );
    expect(waitingReason(job(), outlook({ servers: [server({ obstacle: offline }), server()] }))?.code).toBe(
      'behind_others',
    );
  });

  it('keeps the reason of the last attempt until something else is in the way', () => {
    const stored = { code: 'out_of_memory', message: 'Retry 1 of 3.' };
    const waits = job({
      not_before: '2026-01-01T00:01:00.000Z',
      waiting_reason_json: JSON.stringify(stored),
    });
    expect(waitingReason(waits, outlook())).toEqual(stored);
    expect(waitingReason(waits, outlook({ now: '2026-01-01T00:02:00.000Z', paused: true }))?.code).toBe(
      'queue_paused',
    );
  });

  it('says that no server has what it needs, and what each of them lacks', () => {
    const exclusions = [{ serverId: '1', until: null, reason: 'It has no checkpoint "x".' }];
    expect(waitingReason(job(), outlook({ exclusions }))).toEqual({
      code: 'model_on_no_server',
      message: 'No server has all that this job needs. "one": It has no checkpoint "x".',
    });
    const pinned = waitingReason(job({ target_server_alias: 'one' }), outlook({ exclusions }));
    expect(pinned).toMatchObject({
      code: 'model_on_no_server',
      message: expect.stringMatching(/cannot run on "one"/),
    });
    const other = server({ id: '2', alias: 'two', obstacle: offline });
    expect(waitingReason(job(), outlook({ exclusions, servers: [server(), other] }))).toMatchObject({
      code: 'no_server_online',
      message: expect.stringMatching(/no checkpoint "x".*does not answer/),
    });
    const free = server({ id: '2', alias: 'two' });
    expect(waitingReason(job(), outlook({ exclusions, servers: [server(), free] }))?.code).toBe(
      'behind_others',
    );
  });

  it('names a server that it stays away from for a while only', () => {
    const exclusions = [{ serverId: '1', until: '2026-01-01T00:02:00.000Z', reason: 'Out of memory.' }];
    expect(waitingReason(job(), outlook({ exclusions }))?.message).toMatch(
      /not tried there before 2026-01-01T00:02/,
    );
    expect(waitingReason(job(), outlook({ exclusions, now: '2026-01-01T00:03:00.000Z' }))?.code).toBe(
      'behind_others',
    );
  });

  it('looks only at servers that its key may use', () => {
    const two = server({ id: '2', alias: 'two', obstacle: offline });
    expect(waitingReason(job(), outlook({ servers: [server(), two], keyServers: ['two'] }))?.code).toBe(
      'no_server_online',
    );
    expect(waitingReason(job(), outlook({ keyServers: ['gone'] }))?.code).toBe('no_server');
  });

  it('explains each quota with its numbers, and when it ends', () => {
    const standing = (
      given: Partial<QuotaStanding['quota']>,
      more: Partial<QuotaStanding> = {},
    ): QuotaStanding => ({
      quota: {
        keyId: 7,
        name: 'bot',
        maxQueued: null,
        maxRunning: null,
        gpuSecondsPerDay: null,
        gpuSecondsToday: 0,
        onExceed: 'defer',
        maxBulk: null,
        ...given,
      },
      running: 0,
      lastCompeting: null,
      ...more,
    });
    const reason = (quota: QuotaStanding) => waitingReason(job(), outlook({ quota }));
    expect(reason(standing({ gpuSecondsPerDay: 60, gpuSecondsToday: 61.4 }))).toEqual({
      code: 'quota_gpu_seconds',
      message:
        'The key "bot" has used 61 of its 60 GPU seconds of today; its jobs go on at 2026-01-02T00:00:00.000Z.',
    });
    expect(reason(standing({ maxRunning: 1 }, { running: 1 }))?.code).toBe('quota_running');
    expect(reason(standing({ maxQueued: 3 }, { lastCompeting: 9 }))?.code).toBe('quota_queued');
    expect(reason(standing({ maxQueued: 3 }, { lastCompeting: 10 }))?.code).toBe('behind_others');
    expect(reason(standing({ maxRunning: 2 }, { running: 1 }))?.code).toBe('behind_others');
  });

  it('has none for a job that has ended', () => {
    expect(waitingReason(job({ status: 'completed' }), outlook())).toBeNull();
  });
});
