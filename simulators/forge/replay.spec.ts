import { afterAll, describe, expect, it } from '@jest/globals';
import { contentHash } from './model-library.js';
import { compare } from './testing/compare.js';
import { seenProgress } from './testing/progress-watch.js';
import { load, mask, repeat, shapeOf } from './testing/recorded.js';
import type { Recorded, RecordedProgress } from './testing/recorded.js';
import { closeAll, startQuick as start } from './testing/simulator-client.js';

afterAll(closeAll);

describe.each(['forge', 'a1111'] as const)('a simulated %s repeats what the real one answered', (dialect) => {
  describe('to odd and wrong payloads', () => {
    const recordings = load<Recorded[]>(`${dialect}-errors`);
    const simulator = start({
      dialect,
      models: ['modelA.safetensors', 'modelB.safetensors', 'Pony/dummyPony_v1.safetensors'],
    });
    // The dummy VAE of the real A1111 could not be loaded; here it can.
    const skipped = dialect === 'a1111' ? ['override sd_vae'] : [];
    it.each(recordings.filter(({ name }) => !skipped.includes(name)).map((one) => [one.name, one] as const))(
      '%s',
      async (_, recorded) => {
        compare(recorded, await repeat(await simulator, recorded));
      },
    );
  });

  describe('to overrides that are not put back', () => {
    const simulator = start({ dialect });
    it.each(load<Recorded[]>(`${dialect}-leak`).map((one) => [one.name, one] as const))(
      '%s',
      async (_, recorded) => {
        compare(recorded, await repeat(await simulator, recorded));
      },
    );
  });

  describe('to options', () => {
    const simulator = start({ dialect });
    const whileBusy = [
      'options POST of another checkpoint while a job runs',
      'sdapi progress',
      'next job: which model?',
    ];
    const recordings = load<Recorded[]>(`${dialect}-options`).filter(({ name }) => !whileBusy.includes(name));
    it.each(recordings.map((one) => [one.name, one] as const))('%s', async (name, recorded) => {
      const repeated = await repeat(
        await simulator,
        dialect === 'a1111' ? withKnownHash(recorded) : recorded,
      );
      if (name.startsWith('GET options with a wrong type')) expect(repeated.status).toBe(500);
      else compare(recorded, repeated);
      if (!recorded.after) return;
      const now = await repeat(await simulator, {
        name,
        method: 'GET',
        path: '/sdapi/v1/options',
        status: 200,
      });
      const options = now.answer as Record<string, unknown>;
      if (recorded.after.clipSkip === null) return;
      expect(mask(options['sd_model_checkpoint'])).toEqual(mask(recorded.after.sd_model_checkpoint));
      expect(options['CLIP_stop_at_last_layers']).toBe(recorded.after.clipSkip);
    });
  });

  describe('to requests for lists and unknown things', () => {
    const simulator = start({ dialect });
    it.each(load<Recorded[]>(`${dialect}-lists`).map((one) => [one.name, one] as const))(
      '%s',
      async (_, recorded) => {
        compare(recorded, await repeat(await simulator, recorded));
      },
    );
  });

  describe('to what followed a failure in the middle of a run', () => {
    // The lab's own message and amount of memory differ; waiting ids were left over from other runs.
    const recordings = load<Recorded[]>(`${dialect}-failures`)
      .slice(0, 12)
      .filter(({ name }) => name !== 'pending-tasks');
    const simulator = start({ dialect });
    it.each(recordings.map((one, i) => [`${i}: ${one.name}`, one] as const))('%s', async (_, recorded) => {
      const { knobs } = await simulator;
      if (recorded.name.startsWith('RuntimeError')) knobs.failAtStep = { value: 2, times: 1 };
      if (recorded.name.startsWith('CUDA OOM')) knobs.outOfMemory = { value: true, times: 1 };
      if (recorded.name.startsWith('NaNs')) knobs.nan = { value: true, times: 1 };
      const repeated = await repeat(await simulator, recorded);
      if (recorded.path.startsWith('/internal')) return compare(recorded, repeated);
      expect(repeated.status).toBe(recorded.status);
      if (recorded.status !== 500) return;
      expect(shapeOf(repeated.answer)).toEqual(shapeOf(recorded.answer));
      expect(repeated.answer).toHaveProperty('error', (recorded.answer as { error: string }).error);
    });
  });

  describe('about the progress of a job', () => {
    // Slow enough that polling sees a job on a busy machine too, even one of two steps.
    const quick = start({ dialect, stepMs: 15, loadMs: 60, saveMs: 15 });
    const slow = start({ dialect, stepMs: 120, loadMs: 60, saveMs: 15 });
    const slowest = start({ dialect, stepMs: 900, loadMs: 60, saveMs: 15 });
    const plain = load<RecordedProgress[]>(`${dialect}-progress`).filter(
      ({ name }) => !/interrupt|skip|live_preview/.test(name),
    );
    it.each(plain.map((one) => [one.name, one] as const))('%s', async (_, recorded) => {
      const parts = numberOfParts(recorded.body);
      const watch = async (simulator: typeof quick) => seenProgress(await simulator, recorded.body);
      const isAtWork = (row: (typeof recorded.sdapi)[number]): boolean => row[4] > 0;
      const recordedStates = new Set(
        recorded.sdapi.filter(isAtWork).map((row) => JSON.stringify(row.slice(1))),
      );
      let seen = await watch(parts < 16 ? slow : quick);
      // A process that stood still while the job ran has seen nothing of it: it looks again, at one that takes long.
      const sawNothing = (): boolean => recordedStates.size > 0 && !seen.sdapi.some(isAtWork);
      for (let again = 0; again < 2 && sawNothing(); again += 1) seen = await watch(slowest);
      for (const row of [...recorded.internal, ...seen.internal]) expect(isPart(row[3], parts)).toBe(true);
      const last = seen.internal.at(-1);
      expect(last?.slice(0, 4)).toEqual([false, false, true, null]);
      const states = seen.sdapi.filter(isAtWork).map((row) => JSON.stringify(row.slice(1)));
      if (recordedStates.size > 0) expect(states.length).toBeGreaterThan(0);
      const unknown = states.filter((state) => !recordedStates.has(state));
      expect(unknown.length).toBeLessThanOrEqual(Math.ceil(states.length / 3));
      expect(increases(seen.sdapi.slice(0, -1).map((row) => row[0]))).toBe(true);
    });
  });
});

/** Progress moves in equal parts: one per step, pass and batch. */
function numberOfParts(body: Record<string, unknown>): number {
  return Number(body['steps']) * Number(body['n_iter'] ?? 1) * (body['enable_hr'] ? 2 : 1);
}

function isPart(progress: number | null, parts: number): boolean {
  return progress === null || Math.abs(progress * parts - Math.round(progress * parts)) < 1e-6;
}

function increases(values: number[]): boolean {
  return values.every((value, i) => i === 0 || value >= (values[i - 1] ?? 0));
}

/** The recorded hash of modelA stands for the made-up one. */
function withKnownHash(recorded: Recorded): Recorded {
  const hash = contentHash('modelA.safetensors').slice(0, 10);
  return { ...recorded, ...(recorded.body ? { body: recorded.body.replaceAll('920ee116b5', hash) } : {}) };
}
