import { describe, expect, it } from '@jest/globals';
import type { AppEvent } from '../events/app-event.js';
import { endpointsOf } from './choose-endpoints.js';
import type { BulkFacts, Facts, JobFacts } from './message-facts.repository.js';
import type { Listener } from './subscription.js';

const target = (events: string[]) =>
  JSON.stringify({
    url: 'https://me.example/…',
    urlSealed: 'v1:x:x:x',
    secretSealed: null,
    events,
    template: 'standard',
    secretHeader: false,
    baseUrl: 'https://queue.example',
  });
const subscription = (given: Partial<Listener>): Listener => ({
  id: 'wh_1',
  name: 'x',
  api_key_id: null,
  hears_all: 0,
  key_exists: 1,
  key_holds: 1,
  hears_everything: given.api_key_id ? 0 : 1,
  url: 'https://sub.example:8443/…',
  secret_sealed: '',
  previous_secret_sealed: null,
  previous_valid_until: null,
  events_json: '["job.completed","bulk.finished","server.state","webhook.paused"]',
  template: 'standard',
  options_sealed: '',
  filter_json: '{}',
  enabled: 1,
  paused_until: null,
  pause_reason: null,
  failures: 0,
  failing_since: null,
  created_timestamp: '2026-01-01',
  updated_timestamp: '2026-01-01',
  ...given,
});
const event = (given: Partial<AppEvent> = {}): AppEvent => ({
  seq: 1,
  type: 'job.completed',
  jobId: 'j',
  bulkJobId: 'b',
  serverAlias: null,
  apiKeyId: 5,
  data: {},
  timestamp: '2026-02-01',
  ...given,
});
const factsWith = (job: Partial<JobFacts> | null, bulk: Partial<BulkFacts> = {}): Facts => ({
  jobs: new Map(
    job ? [['j', { app_type: 'forge', source_info: 'me', server_alias: 'gpu', ...job } as JobFacts]] : [],
  ),
  bulks: new Map([['b', { id: 'b', app_type: 'forge', webhook_json: null, ...bulk } as BulkFacts]]),
  leftovers: new Map(),
});
const heard = (row: Partial<Listener>, about: Partial<AppEvent> = {}): boolean =>
  endpointsOf(event(about), [subscription(row)], factsWith({})).length === 1;

describe(endpointsOf, () => {
  it('tells the webhook of a job and that of its bulk what each asked for', () => {
    const facts = factsWith({ webhook_json: target(['completed']) }, { webhook_json: target(['completed']) });
    expect(endpointsOf(event(), [], facts).map(({ key }) => key)).toEqual(['job:j', 'bulk:b']);
    const onlyBulk = factsWith(
      { webhook_json: target(['failed']) },
      { webhook_json: target(['bulk_finished']) },
    );
    expect(endpointsOf(event(), [], onlyBulk)).toEqual([]);
    const finished = event({ type: 'bulk.finished', jobId: null });
    expect(endpointsOf(finished, [], onlyBulk)).toMatchObject([
      { key: 'bulk:b', host: 'me.example', apiKeyId: 5 },
    ]);
  });

  it('still tells the webhook of a job that is deleted', () => {
    const facts = factsWith(null);
    facts.leftovers.set('job:j', target(['completed']));
    expect(endpointsOf(event(), [], facts).map(({ key }) => key)).toEqual(['job:j']);
  });

  it('passes over a stored webhook that cannot be read', () => {
    for (const webhook_json of ['{', '{}', '{"url":"x","events":[],"baseUrl":""}', '[]'])
      expect(endpointsOf(event(), [], factsWith({ webhook_json }))).toEqual([]);
  });

  it('lets a key hear of its own things only, and administrators of all', () => {
    expect(heard({ api_key_id: 5 })).toBe(true);
    expect(heard({ api_key_id: 6 })).toBe(false);
    expect(heard({ api_key_id: 5 }, { apiKeyId: null })).toBe(false);
    expect(heard({ api_key_id: null })).toBe(true);
    const server = { type: 'server.state', jobId: null, bulkJobId: null, serverAlias: 'gpu' } as const;
    expect(heard({ api_key_id: null }, server)).toBe(true);
    expect(heard({ api_key_id: 5 }, server)).toBe(false);
  });

  it('lets the subscription of a key hear everything only while that key is an administrator', () => {
    const server = { type: 'server.state', jobId: null, bulkJobId: null, serverAlias: 'gpu' } as const;
    expect(heard({ api_key_id: 6, hears_all: 1, hears_everything: 1 })).toBe(true);
    expect(heard({ api_key_id: 6, hears_all: 1, hears_everything: 1 }, server)).toBe(true);
    expect(heard({ api_key_id: 6, hears_all: 1 })).toBe(false);
    expect(heard({ api_key_id: 6, hears_all: 1 }, server)).toBe(false);
  });

  it('tells nothing to a key that may not be used', () => {
    expect(heard({ api_key_id: 5, key_holds: 0 })).toBe(false);
  });

  it('asks every part of a filter', () => {
    expect(
      heard({
        filter_json: '{"app_type":"forge","source_info":"me","server_alias":"gpu","bulk_job_id":"b"}',
      }),
    ).toBe(true);
    for (const part of [
      '"app_type":"comfyui"',
      '"source_info":"you"',
      '"server_alias":"cpu"',
      '"bulk_job_id":"c"',
    ])
      expect(heard({ filter_json: `{${part}}` })).toBe(false);
  });

  it('tells nothing that nobody wants', () => {
    expect(heard({ enabled: 0 })).toBe(false);
    expect(heard({ events_json: '["job.failed"]' })).toBe(false);
    expect(heard({ created_timestamp: '2026-03-01' })).toBe(false);
    expect(heard({}, { type: 'webhook.paused', jobId: null, data: { subscription_id: 'wh_1' } })).toBe(false);
    expect(heard({}, { type: 'webhook.paused', jobId: null, data: { subscription_id: 'wh_2' } })).toBe(true);
  });
});
