// Ids of somebody else's things where they do not stand in the path: in bodies, and in what the event stream tells.
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { isJsonObject } from '../../src/common/json.js';
import { BATCH_ACTIONS } from '../../src/jobs/job-batch.dto.js';
import { eventually } from '../support/eventually.js';
import { AccessBed, CANARIES, headersOf, type Answer } from './access-bed.js';

const NOTHING = '00000000-0000-4000-8000-000000000000';

let bed: AccessBed;
let before: Record<string, unknown>;

beforeAll(async () => {
  bed = await AccessBed.open();
  before = await bed.stateOfOwnThings();
});

afterAll(() => bed.close());

const asStranger = (method: string, path: string, body?: unknown): Promise<Answer> =>
  bed.call(method, path, headersOf(bed.stranger), body);

const field = (answer: Answer, name: string): unknown =>
  isJsonObject(answer.json) ? answer.json[name] : undefined;

/** An answer about somebody's thing must be the one about nothing at all, but for the id that was asked for. */
const without = (answer: Answer, id: string): string =>
  `${answer.status} ${answer.text.replaceAll(id, '<id>').replace(/"request_id":"[^"]+"/, '')}`;

const expectUntouched = async (): Promise<void> => expect(await bed.stateOfOwnThings()).toEqual(before);

describe("somebody else's ids in a body", () => {
  it('has an owner who could do all this', async () => {
    const edit = await bed.call('PATCH', `/api/v2/queue/jobs/${bed.own.waitingJob}`, headersOf(bed.owner), {
      priority: 7,
    });
    expect(edit.status).toBe(200);
    expect(await bed.stateOfOwnThings()).not.toEqual(before);
    const back = await bed.call('POST', '/api/v2/queue/jobs/actions', headersOf(bed.owner), {
      ids: [bed.own.waitingJob],
      action: 'priority',
      priority: 5,
    });
    expect(field(back, 'success')).toBe(true);
    before = await bed.stateOfOwnThings();
  });

  it.each(BATCH_ACTIONS)('changes no job through the action %s on many', async (action) => {
    const about = { action, priority: 9, move: { to: 'top' }, edit: { priority: 9 } };
    const ask = (ids: string[]): Promise<Answer> =>
      asStranger('POST', '/api/v2/queue/jobs/actions', { ...about, ids });
    for (const id of [bed.own.waitingJob, bed.own.job]) {
      const answer = await ask([id]);
      expect(answer.text).toContain('job_not_found');
      expect(without(answer, id)).toBe(without(await ask([NOTHING]), NOTHING));
    }
    await expectUntouched();
  });

  it('moves no own job before a foreign one, and does not tell that there is one', async () => {
    const path = `/api/v2/queue/jobs/${bed.strangersJob}/move`;
    const { waitingJob } = bed.own;
    const answer = await asStranger('POST', path, { to: 'before', before: waitingJob });
    const nothing = await asStranger('POST', path, { to: 'before', before: NOTHING });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(without(answer, waitingJob)).toBe(without(nothing, NOTHING));
    await expectUntouched();
  });

  it('builds no job upon a foreign one', async () => {
    const ask = (id: string): Promise<Answer> =>
      asStranger('POST', '/api/v2/generate', { generation_params: { prompt: 'x' }, depends_on: [id] });
    const answer = await ask(bed.own.job);
    expect([answer.status, answer.text.includes('depends_on')]).toEqual([400, true]);
    expect(without(answer, bed.own.job)).toBe(without(await ask(NOTHING), NOTHING));
  });

  it('takes no image of a foreign job, on whatever way', async () => {
    const taking = (id: string) => ({ prompt: 'x', init_images: [{ from_job: id, image: 0 }] });
    const ways: [string, (id: string) => object][] = [
      ['/api/v2/generate', (id) => ({ generation_params: taking(id) })],
      ['/api/v2/pipelines', (id) => ({ steps: [{ name: 'a', generation_params: taking(id) }] })],
      ['/api/v2/generate/bulk', (id) => ({ bulk_quantity: 2, generation_params: taking(id) })],
      ['/sdapi/v1/img2img', taking],
    ];
    for (const [path, bodyOf] of ways) {
      const answer = await asStranger('POST', path, bodyOf(bed.own.job));
      expect([path, answer.status >= 400]).toEqual([path, true]);
      expect(answer.text).toContain('There is no job');
      const nothing = await asStranger('POST', path, bodyOf(NOTHING));
      expect(without(answer, bed.own.job)).toBe(without(nothing, NOTHING));
    }
  });

  it.each(['failed', 'delivered', 'dropped'] as const)(
    'sends no foreign message (%s) again',
    async (status) => {
      const { delivery, subscription } = bed.own;
      for (const which of [
        { ids: [delivery] },
        { subscription_id: subscription },
        { subscription_id: NOTHING },
      ]) {
        const answer = await asStranger('POST', '/api/v2/webhooks/deliveries/replay', { ...which, status });
        if (answer.status !== 404) expect([answer.status, field(answer, 'replayed')]).toEqual([200, 0]);
      }
      await expectUntouched();
    },
  );

  it('finds nothing foreign by a filter', async () => {
    const { job, bulk } = bed.own;
    for (const path of [
      `/api/v2/queue/jobs?bulk=${bulk}`,
      `/api/v2/queue/jobs?text=${CANARIES.prompt}`,
      `/api/v2/webhooks/deliveries?job_id=${job}`,
      `/api/v2/webhooks/deliveries?bulk_job_id=${bulk}`,
    ]) {
      const answer = await asStranger('GET', path);
      expect([200, 404]).toContain(answer.status);
      const told = Object.values(CANARIES).filter((canary) => answer.text.includes(canary));
      expect({ path, told, hasJob: answer.text.includes(job) }).toEqual({ path, told: [], hasJob: false });
    }
  });
});

describe('the event stream', () => {
  it("tells a key of its own jobs, from the first event on, and nothing of another key's", async () => {
    const [own, strangers] = await Promise.all([
      bed.listen(headersOf(bed.owner)),
      bed.listen(headersOf(bed.stranger)),
    ]);
    try {
      const foreign = await bed.submit(bed.owner, { metadata: { note: CANARIES.metadata } });
      await eventually(() => ended(own.text, foreign));
      const mine = await bed.submit(bed.stranger, { generation_params: { prompt: 'a tower', steps: 1 } });
      await eventually(() => ended(strangers.text, mine));
      expect(own.text).toContain(bed.own.job);
      expect(own.text).not.toContain(mine);
      const secrets = [foreign, ...Object.values<string>({ ...bed.own }), ...Object.values(CANARIES)];
      expect(secrets.filter((secret) => strangers.text.includes(secret))).toEqual([]);
    } finally {
      own.close();
      strangers.close();
    }
  });
});

function ended(text: string, job: string): boolean {
  return text.split('\n\n').some((frame) => frame.includes('job.completed') && frame.includes(job));
}
