import { describe, expect, it } from '@jest/globals';
import { LIMITS, SEED, eventually, nextAttempt } from './subject.js';
import { never, pixelsOf, progressOf, wasToldAsInterrupted, type World } from './bench.js';

/** Runs that go well, and what they brought. */
export function describeRunning(w: World): void {
  describe('a run', () => {
    it('tells its progress, gives its pictures once and completes', async () => {
      const result = await w.bench.run(w.wish({ steps: 20, pictures: 2 }));
      expect(result.error).toBeNull();
      expect(result.events.filter(({ type }) => type === 'outputs')).toHaveLength(1);
      expect(result.events.at(-1)?.type).toBe('outputs');
      const made = result.events.findIndex(({ type }) => type === 'made');
      expect([-1, result.events.length - 2]).toContain(made);
      const images = result.outputs?.images ?? [];
      expect(images.map(({ role, seed }) => [role, seed])).toEqual([
        ['image', SEED],
        ['image', SEED + 1],
      ]);
      expect(images[0]?.infotext ?? '').toContain(w.subject.infotextOf(SEED) ?? '');
      expect(result.outputs?.warnings).toEqual([]);
      expect(result.outputs?.received).not.toHaveProperty('images');
    });

    it('never lets the percentage fall, and names the phases in order', async () => {
      const result = await w.bench.run(w.wish({ steps: 30, pictures: 2, otherModel: true }));
      const steps = progressOf(result);
      const percents = steps.map(({ percent }) => percent);
      expect(percents).toEqual([...percents].sort((a, b) => a - b));
      expect(Math.max(...percents)).toBeLessThanOrEqual(100);
      expect(steps[0]?.phase).toBe('sending');
      expect(steps.map(({ phase }) => phase)).toContain('sampling');
      expect(new Set(steps.map((step) => JSON.stringify(step))).size).toBe(steps.length);
    });

    it('returns from submit at once, and starts exactly one generation', async () => {
      const request = await w.bench.prepare(w.wish({ steps: 10 }));
      const before = w.engine.generations().length;
      const handle = w.bench.dispatcher.handleFor(nextAttempt(), request);
      const started = performance.now();
      const sent = await w.bench.dispatcher.submit(request, handle, w.bench.target, never());
      expect(performance.now() - started).toBeLessThan(250);
      await w.bench.watch(w.bench.dispatcher, sent, request);
      expect(w.engine.generations().length).toBe(before + 1);
    });

    it('makes the same picture again from the same parameters', async () => {
      const params = w.wish({});
      const first = await w.bench.run(params);
      const second = await w.bench.run(params);
      const [one, other] = await Promise.all([first, second].map(pixelsOf));
      expect(one?.equals(other ?? Buffer.of())).toBe(true);
    });

    it('stops all work when nobody watches, but not the generation', async () => {
      const { handle, request } = await w.bench.submit(w.wish({ steps: 25 }));
      const subscription = w.bench.dispatcher.watch(handle, request, w.bench.target, LIMITS).subscribe();
      await eventually(() => w.lastOutcome() === 'running');
      subscription.unsubscribe();
      await eventually(() => w.lastOutcome() === 'completed');
      await eventually(() => w.engine.isLeftAlone());
    });

    it('waits in the queue of the server without counting that as a hang', async () => {
      await w.engine.occupy(2_000);
      await eventually(
        async () => (await w.bench.dispatcher.probe(w.bench.target, never())).busyElsewhere === true,
      );
      const result = await w.bench.run(w.wish({ steps: 7 }), { ...LIMITS, firstStepMs: 800 });
      expect(result.error).toBeNull();
      expect(progressOf(result).map(({ phase }) => phase)).toContain('queued_on_server');
    });
  });

  describe('what was made', () => {
    w.whereStruckBy(['other_model'], 'is compared with what was asked for', async () => {
      await w.bench.run(w.wish({ otherModel: false }));
      await w.engine.strike('other_model');
      const { outputs } = await w.bench.run(w.wish({ otherModel: true }));
      expect(outputs?.warnings).toEqual([
        expect.objectContaining({ code: 'model_mismatch', mismatch: true }),
      ]);
    });

    w.whereStruckBy(['picture_beside'], 'is told apart from what comes with it', async () => {
      await w.engine.strike('picture_beside');
      const { outputs } = await w.bench.run();
      expect(outputs?.images.map(({ role }) => role)).toEqual(['image', 'auxiliary']);
      expect(outputs?.images[1]).toMatchObject({ seed: null, infotext: null });
    });

    it('is marked when somebody else interrupted it', async () => {
      const { handle, request } = await w.bench.submit(w.wish({ steps: 100 }));
      const watched = w.bench.watch(w.bench.dispatcher, handle, request);
      await eventually(() => w.lastOutcome() === 'running');
      await w.engine.interrupt();
      expect(wasToldAsInterrupted(await watched)).toBe(true);
    });
  });
}
