import { describe, expect, it } from '@jest/globals';
import type { JobRow } from './job.js';
import { waitingReason, type QueueOutlook, type ServerOutlook } from './waiting-reason.js';

const job = (given: Partial<JobRow> = {}): JobRow =>
  ({
    status: 'pending',
    app_type: 'forge',
    target_server_alias: null,
    held: 0,
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
  ...given,
});
const offline = { code: 'server_offline', message: 'Server "one" does not answer.' };

describe(waitingReason.name, () => {
  it('counts the jobs before one that only waits for its turn', () => {
    expect(waitingReason(job(), outlook())?.message).toBe('Waits behind 2 jobs.');
    expect(waitingReason(job(), outlook({ ahead: 1 }))?.message).toBe('Waits behind 1 job.');
    expect(waitingReason(job(), outlook({ ahead: 0 }))?.code).toBe('next');
  });

  it('names the pause before anything about servers', () => {
    expect(waitingReason(job(), outlook({ paused: true, servers: [] }))?.code).toBe('queue_paused');
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

  it('has none for a job that has ended', () => {
    expect(waitingReason(job({ status: 'completed' }), outlook())).toBeNull();
  });
});
