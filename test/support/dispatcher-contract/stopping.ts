import { describe, expect, it } from '@jest/globals';
import { LIMITS, eventually, nextAttempt } from '../webui-subject.js';
import { Bench, kindOf, never, progressOf, type World } from './bench.js';

/** Stopping a run, and finding it again. */
export function describeStopping(w: World): void {
  describe('cancel', () => {
    it('stops the generation that it was asked to stop', async () => {
      const { handle, request } = await w.bench.submit({ steps: 200 });
      const watched = w.bench.watch(w.bench.dispatcher, handle, request);
      await eventually(() => w.bench.dispatcher.cancel(handle, w.bench.target, never()));
      const result = await watched;
      expect(result.outputs?.warnings.map(({ code }) => code)).toContain('interrupted');
      expect(w.server.generations.at(-1)?.outcome).toBe('interrupted');
    });

    it('stops nothing when another one runs', async () => {
      const first = await w.bench.submit({ steps: 40 });
      const watched = w.bench.watch(w.bench.dispatcher, first.handle, first.request);
      await eventually(() => w.server.generations.at(-1)?.outcome === 'running');
      const other = w.bench.dispatcher.handleFor(nextAttempt(), first.request);
      expect(await w.bench.dispatcher.cancel(other, w.bench.target, never())).toBe(false);
      expect((await watched).outputs?.warnings).toEqual([]);
      expect(await w.bench.dispatcher.cancel(first.handle, w.bench.target, never())).toBe(false);
    });
  });

  describe('recovery after a restart of ours', () => {
    it('goes on watching what still runs', async () => {
      const { handle, request } = await w.bench.submit({ steps: 60 });
      const gone = w.bench.dispatcher.watch(handle, request, w.bench.target, LIMITS).subscribe();
      await eventually(() => w.server.generations.at(-1)?.outcome === 'running');
      gone.unsubscribe();
      const fresh = w.subject.restarted();
      await eventually(
        async () => (await fresh.recover(handle, request, w.bench.target, never())).state === 'running',
      );
      const result = await w.bench.watch(fresh, handle, request);
      expect(kindOf(result)).toBe('lost result_lost');
      expect(progressOf(result).length).toBeGreaterThan(0);
    });

    it('says when it finished and its result is gone', async () => {
      const { handle, request } = await w.bench.submit();
      await w.bench.watch(w.bench.dispatcher, handle, request);
      expect(await w.subject.restarted().recover(handle, request, w.bench.target, never())).toMatchObject({
        state: 'result_gone',
      });
    });

    it('finds what the server saved', async () => {
      const saving = new Bench(w.subject, w.server, {
        ...w.bench.target,
        id: 'saving too',
        options: { fetch_lost_results: true },
      });
      const { handle, request } = await saving.submit();
      await saving.watch(w.bench.dispatcher, handle, request);
      const fresh = w.subject.restarted();
      expect(await fresh.recover(handle, request, saving.target, never())).toEqual({ state: 'finished' });
      const result = await saving.watch(fresh, handle, request);
      expect(result.outputs?.images).toHaveLength(1);
    });

    it('is not fooled by a failed id that stays active', async () => {
      w.server.knobs.failAtStep = { value: 1, times: 1 };
      const { handle, request } = await w.bench.submit();
      await w.bench.watch(w.bench.dispatcher, handle, request);
      expect(await w.subject.restarted().recover(handle, request, w.bench.target, never())).toEqual({
        state: 'unknown',
        mayHaveRun: true,
      });
    });

    it('knows nothing of what never arrived, nor of what a server forgot', async () => {
      const request = await w.bench.prepare();
      const handle = w.bench.dispatcher.handleFor(nextAttempt(), request);
      expect(await w.bench.dispatcher.recover(handle, request, w.bench.target, never())).toMatchObject({
        state: 'unknown',
      });
    });

    it('says when the server is away', async () => {
      const request = await w.bench.prepare();
      const handle = w.bench.dispatcher.handleFor(nextAttempt(), request);
      const gone = { ...w.bench.target, id: 'gone', baseUrl: 'http://127.0.0.1:9' };
      expect(await w.bench.dispatcher.recover(handle, request, gone, never())).toMatchObject({
        state: 'unreachable',
      });
    });
  });
}
