import { describe, expect, it } from '@jest/globals';
import { isJsonObject } from '../../../src/common/json.js';
import { LIMITS, eventually, nextAttempt } from '../webui-subject.js';
import { never, progressOf, type World } from './bench.js';

/** Runs that go well, and what they brought. */
export function describeRunning(w: World): void {
  describe('a run', () => {
    it('tells its progress, gives its pictures once and completes', async () => {
      const result = await w.bench.run({ steps: 20, batch_size: 2 });
      expect(result.error).toBeNull();
      expect(result.events.filter(({ type }) => type === 'outputs')).toHaveLength(1);
      expect(result.events.at(-1)?.type).toBe('outputs');
      expect(result.outputs?.images.map(({ role, seed }) => [role, seed])).toEqual([
        ['image', 7],
        ['image', 8],
      ]);
      expect(result.outputs?.images[0]?.infotext).toContain('Seed: 7');
      expect(result.outputs?.warnings).toEqual([]);
      expect(result.outputs?.received).not.toHaveProperty('images');
    });

    it('never lets the percentage fall, and names the phases in order', async () => {
      const result = await w.bench.run({ steps: 30, n_iter: 2, checkpoint_name: 'modelB' });
      const steps = progressOf(result);
      const percents = steps.map(({ percent }) => percent);
      expect(percents).toEqual([...percents].sort((a, b) => a - b));
      expect(Math.max(...percents)).toBeLessThanOrEqual(100);
      expect(steps[0]?.phase).toBe('sending');
      expect(steps.map(({ phase }) => phase)).toContain('sampling');
      expect(new Set(steps.map((step) => JSON.stringify(step))).size).toBe(steps.length);
    });

    it('returns from submit at once, and starts exactly one generation', async () => {
      const request = await w.bench.prepare({ steps: 10 });
      const before = w.server.generations.length;
      const handle = w.bench.dispatcher.handleFor(nextAttempt(), request);
      const started = performance.now();
      await w.bench.dispatcher.submit(request, handle, w.bench.target, never());
      expect(performance.now() - started).toBeLessThan(250);
      await w.bench.watch(w.bench.dispatcher, handle, request);
      expect(w.server.generations.length).toBe(before + 1);
    });

    it('makes the same picture again from the same parameters', async () => {
      const first = await w.bench.run();
      const second = await w.bench.run();
      expect(second.outputs?.images[0]?.bytes.equals(first.outputs?.images[0]?.bytes ?? Buffer.of())).toBe(
        true,
      );
    });

    it('stops all work when nobody watches, but not the generation', async () => {
      const { handle, request } = await w.bench.submit({ steps: 25 });
      const subscription = w.bench.dispatcher.watch(handle, request, w.bench.target, LIMITS).subscribe();
      await eventually(() => w.server.generations.at(-1)?.outcome === 'running');
      subscription.unsubscribe();
      await eventually(() => w.server.generations.at(-1)?.outcome === 'completed');
      expect(w.server.generations.at(-1)?.clientGone).toBe(true);
    });

    it('waits in the queue of the server without counting that as a hang', async () => {
      w.server.knobs.externalUser = 2_000;
      await eventually(
        async () => (await w.bench.dispatcher.probe(w.bench.target, never())).busyElsewhere === true,
      );
      const result = await w.bench.run({}, { ...LIMITS, firstStepMs: 800 });
      expect(result.error).toBeNull();
      expect(progressOf(result).map(({ phase }) => phase)).toContain('queued_on_server');
    });
  });

  describe('what was made', () => {
    it('is compared with what was asked for', async () => {
      await w.bench.run({ checkpoint_name: 'modelA' });
      w.server.knobs.wrongModel = true;
      const { outputs } = await w.bench.run({ checkpoint_name: 'modelB' });
      expect(outputs?.warnings).toEqual([
        expect.objectContaining({ code: 'model_mismatch', mismatch: true }),
      ]);
    });

    it('is told apart from what comes with it', async () => {
      w.server.knobs.extraImages = 1;
      const { outputs } = await w.bench.run();
      expect(outputs?.images.map(({ role }) => role)).toEqual(['image', 'auxiliary']);
      expect(outputs?.images[1]).toMatchObject({ seed: null, infotext: null });
    });

    it('is marked when somebody else interrupted it', async () => {
      const { handle, request } = await w.bench.submit({ steps: 100 });
      const watched = w.bench.watch(w.bench.dispatcher, handle, request);
      await eventually(async () => {
        const answer = await fetch(`${w.server.url}/sdapi/v1/progress`);
        const json: unknown = await answer.json();
        return isJsonObject(json) && Number(json['progress']) > 0.05;
      });
      await fetch(`${w.server.url}/sdapi/v1/interrupt`, { method: 'POST' });
      const result = await watched;
      expect(result.outputs?.warnings).toEqual([
        expect.objectContaining({ code: 'interrupted', mismatch: true }),
      ]);
    });
  });
}
