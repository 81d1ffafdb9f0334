import { describe, expect, it } from '@jest/globals';
import { lastValueFrom, toArray } from 'rxjs';
import { LIMITS, nextAttempt } from '../webui-subject.js';
import { Bench, failure, kindOf, never, progressOf, type World } from './bench.js';

/** Everything that can go wrong with a run, and what it means for the job. */
export function describeFailing(w: World): void {
  describe('a run that fails', () => {
    it.each([
      ['out of memory', { outOfMemory: true }, 'retryable out_of_memory'],
      ['an error in the middle', { failAtStep: 2 }, 'retryable server_error'],
      ['a page of a proxy', { garbage: 'html502' as const }, 'retryable bad_gateway'],
      ['an answer that is no JSON', { garbage: 'notJson' as const }, 'retryable bad_answer'],
      ['pictures that are none', { garbage: 'notAnImage' as const }, 'retryable bad_answer'],
      ['an answer of another shape', { garbage: 'wrongShape' as const }, 'retryable bad_answer'],
      ['a refused login', { unauthorized: true }, 'busy login_needed'],
    ])('on %s', async (_what, knobs, expected) => {
      await w.bench.prepare();
      const request = await w.bench.prepare();
      Object.assign(w.server.knobs, knobs);
      const handle = w.bench.dispatcher.handleFor(nextAttempt(), request);
      await w.bench.dispatcher.submit(request, handle, w.bench.target, never());
      const result = await w.bench.watch(w.bench.dispatcher, handle, request);
      expect(kindOf(result)).toBe(expected);
      expect(failure(result).message).toMatch(/\.$/);
    });

    it('on a full disk, where the server saves for us', async () => {
      const options = { fetch_lost_results: true };
      const saving = new Bench(w.subject, w.server, { ...w.bench.target, id: 'full', options });
      w.server.knobs.diskFull = true;
      expect(kindOf(await saving.run())).toBe('retryable server_disk_full');
    });

    it('on an answer that is cut off', async () => {
      w.server.knobs.garbage = 'truncated';
      expect(['retryable bad_answer', 'lost result_lost']).toContain(kindOf(await w.bench.run()));
    });

    it('offers another server when this one is out of memory', async () => {
      w.server.knobs.outOfMemory = true;
      expect(failure(await w.bench.run()).elsewhere).toBe(true);
    });
  });

  describe('a run that hangs', () => {
    it('is given up and stopped when its steps stand still', async () => {
      w.server.knobs.hangAtStep = { value: 3, times: 1 };
      const result = await w.bench.run({ steps: 10 });
      expect(kindOf(result)).toBe('retryable no_progress');
      expect(w.server.requests.some(({ path }) => path.endsWith('/interrupt'))).toBe(true);
      w.server.knobs.hangAtStep = null;
    });

    it('is given up when no first step comes', async () => {
      w.server.knobs.hangOnLoad = { value: true, times: 1 };
      const result = await w.bench.run(
        { checkpoint_name: 'Pony/dummyPony_v1' },
        { ...LIMITS, firstStepMs: 600 },
      );
      expect(kindOf(result)).toBe('retryable no_first_step');
      w.server.knobs.hangOnLoad = null;
    });

    it('is not given up while a slow answer still flows', async () => {
      w.server.knobs.slowBody = 400;
      const result = await w.bench.run({ width: 64 }, { ...LIMITS, stallMs: 250 });
      expect(result.error).toBeNull();
    });
  });

  describe('a connection that breaks', () => {
    it('spends no retry when the server is not there at all', async () => {
      const request = await w.bench.prepare();
      const gone = { ...w.bench.target, id: 'gone', baseUrl: 'http://127.0.0.1:9' };
      const handle = w.bench.dispatcher.handleFor(nextAttempt(), request);
      await w.bench.dispatcher.submit(request, handle, gone, never());
      const events = lastValueFrom(w.bench.dispatcher.watch(handle, request, gone, LIMITS).pipe(toArray()));
      await expect(events).rejects.toMatchObject({ kind: 'busy', code: 'server_unreachable' });
    });

    it('is survived by waiting for the end of the generation, which is never doubled', async () => {
      w.server.knobs.dropConnectionAtStep = { value: 3, times: 1 };
      const before = w.server.generations.length;
      const result = await w.bench.run({ steps: 20 });
      expect(kindOf(result)).toBe('lost result_lost');
      expect(w.server.generations.length).toBe(before + 1);
      expect(w.server.generations.at(-1)?.outcome).toBe('completed');
      expect(progressOf(result).at(-1)?.percent).toBeGreaterThan(20);
    });

    it('is noticed when only the answer was lost', async () => {
      w.server.knobs.dropConnectionAfter = { value: true, times: 1 };
      expect(kindOf(await w.bench.run())).toBe('lost result_lost');
    });

    it('is told as lost when the server crashed', async () => {
      w.server.knobs.crashDownMs = 200;
      w.server.knobs.crashAtStep = { value: 3, times: 1 };
      const result = await w.bench.run({ steps: 10 });
      expect(failure(result).kind).toBe('lost');
    });

    it('still brings the pictures where the server saves them for us', async () => {
      const target = { ...w.bench.target, id: 'saving', options: { fetch_lost_results: true } };
      const saving = new Bench(w.subject, w.server, target);
      w.server.knobs.dropConnectionAtStep = { value: 3, times: 1 };
      const result = await saving.run({ steps: 10, batch_size: 2 });
      expect(result.error).toBeNull();
      expect(result.outputs?.images.map(({ role, seed }) => [role, seed])).toEqual([
        ['image', 7],
        ['image', 8],
      ]);
      expect(result.outputs?.images[1]?.infotext).toContain('Seed: 8');
    });
  });
}
