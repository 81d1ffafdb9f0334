// Webhooks of a whole server: what receivers get, however they behave.
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Webhook } from 'standardwebhooks';
import { startForgeSimulator, type ForgeSimulator } from '../../simulators/forge/index.js';
import { Database } from '../../src/database/database.js';
import { WebhookIntake } from '../../src/webhooks/contract/webhook-intake.js';
import type { WebhookDto } from '../../src/webhooks/contract/webhook.dto.js';
import type {
  WebhookDeliveryDetailsDto,
  WebhookDeliveryPageDto,
  WebhookReplayedDto,
  WebhookTestDto,
} from '../../src/webhooks/delivery.dto.js';
import {
  WebhookReceiver,
  type Behaviour,
  type Received,
} from '../../src/webhooks/fixtures/webhook-receiver.js';
import { Clock } from '../../src/common/clock.js';
import type { WebhookSecretDto, WebhookSubscriptionDto } from '../../src/webhooks/subscription.dto.js';
import { eventually, PATIENCE_MS, throughout } from '../support/eventually.js';
import { startApp, type RunningApp } from '../support/start-app.js';

/** More tries than any test waits for, this many seconds apart. */
const every = (seconds: string): string => Array.from({ length: 500 }, () => seconds).join(',');
/** Only receivers that hang may be too slow: an answer that comes late would be asked for once more. */
const QUICK = {
  WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8',
  WEBHOOK_RETRY_SECONDS: every('0.05'),
  WEBHOOK_TIMEOUT_MS: '30000',
};
const HOOKS = '/api/v2/webhooks';

let running: RunningApp;
let receiver: WebhookReceiver;
beforeEach(async () => {
  receiver = await WebhookReceiver.start();
});
afterEach(async () => {
  await running.stop();
  await receiver.down();
});

const start = async (overrides = {}): Promise<void> =>
  void (running = await startApp({ ...QUICK, ...overrides }));
const subscribe = (more: Record<string, unknown> = {}): Promise<WebhookSecretDto> =>
  running.api.ok('POST', HOOKS, {
    name: 'test',
    url: receiver.url,
    events: ['job.completed', 'job.failed', 'job.cancelled'],
    ...more,
  });
const webhook = (id: string) => running.api.ok<WebhookSubscriptionDto>('GET', `${HOOKS}/${id}`);
const deliveries = (query = '') =>
  running.api.ok<WebhookDeliveryPageDto>('GET', `${HOOKS}/deliveries?limit=200&${query}`);
const details = (id: string) => running.api.ok<WebhookDeliveryDetailsDto>('GET', `${HOOKS}/deliveries/${id}`);
const settled = (status = 'delivered', timeoutMs = PATIENCE_MS) =>
  eventually(async () => {
    const { deliveries: all } = await deliveries();
    if (!all.length || all.some((one) => one.status !== status))
      throw new Error(JSON.stringify(all.slice(0, 3)));
    return all;
  }, timeoutMs);

/** A job that is cancelled at once: one event. */
async function cancelledJob(): Promise<string> {
  const id = await running.api.submit();
  await running.api.act(id, 'cancel');
  return id;
}

async function giveWebhook(jobId: string, dto: Partial<WebhookDto>): Promise<void> {
  const stored = running.app
    .get(WebhookIntake, { strict: false })
    .take({ url: receiver.url, ...dto }, 'https://queue.example');
  await running.app
    .get(Database)
    .write((manager) =>
      manager.query(`UPDATE jobs SET webhook_json = ? WHERE mobilesd_job_id = ?`, [stored, jobId]),
    );
}

describe('a subscription', () => {
  it('gets a signed message that the reference library accepts, and shows its secret only once', async () => {
    await start();
    const { secret, webhook: made } = await subscribe();
    expect(secret).toMatch(/^whsec_[A-Za-z0-9+/]{43}=$/);
    expect(JSON.stringify(await webhook(made.id))).not.toContain(secret.slice(6));
    const id = await cancelledJob();
    const [message] = await eventually(() => receiver.taken.length > 0 && receiver.taken);
    new Webhook(secret).verify(message!.body, message!.headers as Record<string, string>);
    expect(message!.headers['user-agent']).toMatch(/^StableQueue\/\d/);
    expect(message!.payload).toMatchObject({
      type: 'job.cancelled',
      timestamp: expect.stringMatching(/Z$/),
      data: {
        ...{
          job_id: id,
          stablequeue_job_id: id,
          mobilesd_job_id: id,
          status: 'cancelled',
          app_type: 'forge',
        },
        generation: { prompt: 'a lighthouse at dusk', steps: 4 },
        images: [],
      },
    });
  });

  it('signs with both secrets after a rotation', async () => {
    await start();
    const { secret: before, webhook: made } = await subscribe();
    const { secret: after } = await running.api.ok<WebhookSecretDto>(
      'POST',
      `${HOOKS}/${made.id}/rotate-secret`,
      {},
    );
    expect(after).not.toBe(before);
    await cancelledJob();
    const [message] = await eventually(() => receiver.taken.length > 0 && receiver.taken);
    for (const secret of [before, after])
      new Webhook(secret).verify(message!.body, message!.headers as Record<string, string>);
    expect(String(message!.headers['webhook-signature']).split(' ')).toHaveLength(2);
  });

  it('hears only what it asked for', async () => {
    await start();
    await subscribe({ name: 'other source', filter: { source_info: 'elsewhere' } });
    await subscribe({ name: 'other event', events: ['job.completed'] });
    const { webhook: off } = await subscribe({ name: 'off', enabled: false });
    const { webhook: own } = await subscribe({
      name: 'mine',
      filter: { source_info: 'here', app_type: 'forge' },
    });
    const id = await running.api.submit({ source: 'here' });
    await running.api.act(id, 'cancel');
    const all = await settled();
    expect(all.map((one) => one.subscription_id)).toEqual([own.id]);
    expect(
      (await running.api.ok<WebhookDeliveryPageDto>('GET', `${HOOKS}/${off.id}/deliveries`)).deliveries,
    ).toEqual([]);
  });

  it('can be tested at once, and the answer tells what was sent and what came back', async () => {
    await start();
    const { webhook: made, secret } = await subscribe();
    receiver.behave = () => 202;
    const test = await running.api.ok<WebhookTestDto>('POST', `${HOOKS}/${made.id}/test`);
    expect(test).toMatchObject({
      delivered: true,
      result: { status: 202, response_text: 'status 202', error: null },
    });
    expect(test.result.request?.headers).toMatchObject({ 'webhook-signature': '…' });
    expect(JSON.stringify(test)).not.toContain(secret.slice(6));
    expect(receiver.received[0]?.payload.type).toBe('test.ping');
    await receiver.down();
    const failed = await running.api.ok<WebhookTestDto>('POST', `${HOOKS}/${made.id}/test`);
    expect(failed).toMatchObject({
      delivered: false,
      result: { status: null, error: expect.stringMatching(/^refused/) },
    });
  });

  it('is refused for addresses that must not be reached, with the field named', async () => {
    await start({ WEBHOOK_ALLOW_PRIVATE: '127.0.0.0/8' });
    for (const url of [
      'http://169.254.169.254/',
      'http://[::1]/',
      'http://192.168.0.1/',
      running.url,
      'ftp://x/',
    ]) {
      const answer = await running.api.call('POST', HOOKS, { name: 'x', url, events: ['job.failed'] });
      expect(answer).toMatchObject({
        status: 400,
        body: { error: 'address_not_allowed', details: { fields: [{ path: 'url' }] } },
      });
    }
  });

  it('that answers 410 is switched off', async () => {
    await start();
    const { webhook: made } = await subscribe();
    receiver.behave = () => 410;
    await cancelledJob();
    await eventually(async () => !(await webhook(made.id)).enabled);
    await cancelledJob();
    expect((await deliveries()).deliveries.map(({ status }) => status)).toEqual(['failed']);
    expect(receiver.received).toHaveLength(1);
  });

  it('is paused after long failure, keeps what it has, and gets it when it is resumed', async () => {
    await start({ WEBHOOK_RETRY_SECONDS: every('0.02') });
    const { webhook: made } = await subscribe();
    const { webhook: watcher } = await subscribe({ name: 'watcher', events: ['webhook.paused'] });
    receiver.behave = ({ payload }) => (payload.type === 'webhook.paused' ? 204 : 500);
    for (let n = 0; n < 12; n += 1) await cancelledJob();
    await eventually(async () => (await webhook(made.id)).failures > 50);
    expect((await webhook(made.id)).paused).toBe(false);
    const clock = running.app.get(Clock);
    clock.now = () => Date.now() + 3_700_000;
    const paused = await eventually(async () => {
      const now = await webhook(made.id);
      return now.paused && now;
    });
    expect(paused.pause_reason).toMatch(/failures in a row/);
    await eventually(() => receiver.taken.some(({ payload }) => payload.data['subscription_id'] === made.id));
    // A try that was under way when it was paused may end after it.
    const waiting = await eventually(async () => {
      const { deliveries: own } = await running.api.ok<WebhookDeliveryPageDto>(
        'GET',
        `${HOOKS}/${made.id}/deliveries?status=pending`,
      );
      return own.every((one) => one.next_attempt_timestamp === null) && own;
    });
    expect(waiting.length).toBeGreaterThan(0);
    const tries = (): Received[] =>
      receiver.received.filter(({ payload }) => payload.type !== 'webhook.paused');
    const seen = tries().length;
    await throughout(() => tries().length === seen, 200);
    receiver.behave = () => 204;
    await running.api.ok('POST', `${HOOKS}/${made.id}/resume`);
    await eventually(async () => (await deliveries('status=pending')).deliveries.length === 0);
    expect(await webhook(made.id)).toMatchObject({ paused: false, failures: 0 });
    expect((await webhook(watcher.id)).paused).toBe(false);
  });
});

describe('delivery', () => {
  it('is at least once, in order for each job, never again after success, and all in the log', async () => {
    await start({ WEBHOOK_TIMEOUT_MS: '1000' });
    await subscribe();
    const jobs = await Promise.all(Array.from({ length: 6 }, () => running.api.submit()));
    let n = 0;
    const misery: Behaviour[] = [500, 'hang', 204, 'cut', 503, 429, 302, 204, 404];
    receiver.behave = () => misery[(n += 1) % misery.length]!;
    for (let round = 0; round < 4; round += 1) {
      if (round === 1) await receiver.down();
      await Promise.all(jobs.map((id) => running.api.act(id, 'cancel')));
      if (round === 3) await receiver.up();
      await Promise.all(jobs.map((id) => running.api.act(id, 'retry')));
    }
    const all = await settled('delivered', 100_000);
    expect(all).toHaveLength(jobs.length * 4);
    for (const job of jobs) {
      const ids = all.filter((one) => one.job_id === job).map((one) => one.id);
      const takenOnce = receiver.taken.filter(({ payload }) => payload.data['job_id'] === job);
      expect(takenOnce.map(({ id }) => id)).toEqual(ids.reverse());
      const times = takenOnce.map(({ payload }) => payload.timestamp);
      expect(times).toEqual([...times].sort());
    }
    await expectLogOf(all.map(({ id }) => id));
  });

  /** Every request that came is a try in the log; tries that nobody received have an error. */
  async function expectLogOf(ids: string[]): Promise<void> {
    for (const id of ids) {
      const { tries, attempts } = await details(id);
      const arrived = receiver.received.filter((one) => one.id === id);
      expect(tries).toHaveLength(attempts);
      expect(arrived.length).toBeLessThanOrEqual(tries.length);
      expect(tries.filter((one) => one.status !== null).map((one) => one.status)).toEqual(
        arrived.filter((one) => one.answered !== null).map((one) => one.answered),
      );
      expect(tries.filter((one) => one.status === null).every((one) => one.error !== null)).toBe(true);
      expect(new Set(arrived.map((one) => one.body)).size).toBe(1);
    }
  }

  it('waits for a slow receiver, and one that hangs keeps no other waiting', async () => {
    await start();
    const other = await WebhookReceiver.start();
    await subscribe({ name: 'hangs' });
    await subscribe({ name: 'well', url: other.url });
    receiver.behave = () => 'hang';
    other.behave = () => (response) => void setTimeout(() => response.writeHead(200).end(), 100);
    for (let n = 0; n < 6; n += 1) await cancelledJob();
    // Sooner than the one that hangs is given up.
    const givenUpMs = Number(QUICK.WEBHOOK_TIMEOUT_MS);
    await eventually(
      async () => (await deliveries('status=delivered')).deliveries.length === 6,
      givenUpMs - 1_000,
    );
    expect(receiver.received.length).toBeLessThanOrEqual(2);
    await other.down();
  });

  it('gives up at once what must not be reached, and after the last try, and can be sent again', async () => {
    await start({ WEBHOOK_RETRY_SECONDS: '0.01,0.01' });
    await subscribe();
    receiver.behave = () => 500;
    await cancelledJob();
    const [failed] = await settled('failed');
    expect(failed).toMatchObject({ attempts: 3, last_status: 500, last_error: 'answered 500' });
    receiver.behave = () => 204;
    await running.api.ok<WebhookReplayedDto>('POST', `${HOOKS}/deliveries/${failed!.id}/replay`);
    await settled('delivered');
    expect(receiver.received.at(-1)?.id).toBe(failed!.id);
    const many = await running.api.ok<WebhookReplayedDto>('POST', `${HOOKS}/deliveries/replay`, {
      status: 'delivered',
    });
    expect(many.replayed).toBe(1);
    await eventually(() => receiver.received.length === 5);
    expect((await running.api.call('POST', `${HOOKS}/deliveries/msg_none/replay`)).status).toBe(404);
  });

  it('goes to the new address when that is changed', async () => {
    await start();
    const { webhook: made } = await subscribe();
    await receiver.down();
    await cancelledJob();
    await eventually(async () => (await webhook(made.id)).failures > 0);
    const other = await WebhookReceiver.start();
    await running.api.ok('PATCH', `${HOOKS}/${made.id}`, { url: other.url });
    await settled();
    expect(other.taken).toHaveLength(1);
    await other.down();
  });
});

describe('the webhook of a job', () => {
  let gpu: ForgeSimulator;
  afterEach(() => gpu?.close());

  it('tells of its images with links that open without a key, then forgets the secret', async () => {
    await start();
    gpu = await startForgeSimulator({ stepMs: 1, loadMs: 1, saveMs: 0 });
    await running.api.pause();
    await running.api.addServer({ alias: 'gpu', base_url: gpu.url });
    const id = await running.api.submit();
    await giveWebhook(id, { secret: 'a text of mine', secret_header: true });
    await running.api.resume();
    const [message] = await eventually(() => receiver.taken.length > 0 && receiver.taken);
    expect(message!.headers['x-webhook-key']).toBe('a text of mine');
    new Webhook('a text of mine', { format: 'raw' }).verify(
      message!.body,
      message!.headers as Record<string, string>,
    );
    const [image] = message!.payload.data['images'] as { url: string; preview_url: string }[];
    expect(image).toMatchObject({ width: 64, height: 64, seed: 7 });
    for (const url of [image!.url, image!.preview_url])
      expect(url).toMatch(/^https:\/\/queue\.example\/api\/v1\/images\/\w+\/\S+\?exp=\d+&sig=[0-9a-f]{64}$/);
    const [delivery] = await settled();
    const stored = await running.app
      .get(Database)
      .read((manager) => manager.query<{ webhook_json: string }[]>(`SELECT webhook_json FROM jobs`));
    expect(JSON.parse(stored[0]!.webhook_json)).toMatchObject({ secretSealed: null, secretDropped: true });
    expect(await running.api.call('POST', `${HOOKS}/deliveries/${delivery!.id}/replay`)).toMatchObject({
      status: 409,
      body: { error: 'webhook_secret_dropped' },
    });
  });

  it('in the form of the async A1111 wrapper carries the images themselves', async () => {
    await start();
    gpu = await startForgeSimulator({ stepMs: 1, loadMs: 1, saveMs: 0 });
    await running.api.pause();
    await running.api.addServer({ alias: 'gpu', base_url: gpu.url });
    const id = await running.api.submit({ params: { batch_size: 2 } });
    await giveWebhook(id, { secret: 'seed-004-key', secret_header: true, template: 'sdapi' });
    await running.api.resume();
    const [message] = await eventually(() => receiver.taken.length > 0 && receiver.taken);
    expect(message!.headers['x-webhook-key']).toBe('seed-004-key');
    const body = JSON.parse(message!.body) as Record<string, unknown>;
    expect(body).toMatchObject({ uuid: id, job_status: 'completed', progress: 1, seed: 7, tags: [] });
    const images = (body['images'] as string[]).map((image) => Buffer.from(image, 'base64'));
    expect(images).toHaveLength(2);
    expect(images[0]!.subarray(1, 4).toString()).toBe('PNG');
    expect(JSON.parse(String(body['info']))).toMatchObject({ seed: 7, width: 64 });
  });

  it('hears of progress, now and then', async () => {
    await start();
    gpu = await startForgeSimulator({ stepMs: 40, loadMs: 1, saveMs: 0, knobs: { hangAtStep: 10 } });
    await running.api.pause();
    await running.api.addServer({ alias: 'gpu', base_url: gpu.url });
    const id = await running.api.submit({ params: { steps: 20 } });
    await giveWebhook(id, { events: ['progress', 'completed'] });
    await running.api.resume();
    const types = (): string[] => receiver.taken.map(({ payload }) => payload.type);
    await eventually(() => types().length > 0);
    gpu.knobs.hangAtStep = null;
    await running.api.ended(id, 'completed');
    await settled();
    // One each five seconds at most, and none after the end.
    const [first] = receiver.taken;
    const { payload } = receiver.taken.at(-1)!;
    const seconds = (Date.parse(payload.timestamp) - Date.parse(first!.payload.timestamp)) / 1000;
    expect(
      types()
        .slice(0, -1)
        .every((type) => type === 'job.progress'),
    ).toBe(true);
    expect(types().length - 1).toBeLessThanOrEqual(1 + Math.floor(seconds / 5));
    expect(payload.type).toBe('job.completed');
  });

  it('is told of its end even when the job is deleted at once', async () => {
    await start();
    const ids = await Promise.all(Array.from({ length: 10 }, () => running.api.submit()));
    for (const id of ids) await giveWebhook(id, {});
    await Promise.all(
      ids.map(async (id) => {
        await running.api.act(id, 'cancel');
        await running.api.ok('DELETE', `/api/v1/queue/jobs/${id}`);
      }),
    );
    await eventually(() => receiver.taken.length === ids.length);
    expect(new Set(receiver.taken.map(({ payload }) => payload.data['job_id']))).toEqual(new Set(ids));
  });
});
