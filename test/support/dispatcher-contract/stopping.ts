import { describe, expect, it } from '@jest/globals';
import { LIMITS, eventually, goneTarget, nextAttempt } from './subject.js';
import { failure, kindOf, never, progressOf, wasToldAsInterrupted, type World } from './bench.js';

/** Stopping a run, and finding it again. */
export function describeStopping(w: World): void {
  describe('cancel', () => {
    it('stops the generation that it was asked to stop', async () => {
      const { handle, request } = await w.bench.submit(w.wish({ steps: 200 }));
      const watched = w.bench.watch(w.bench.dispatcher, handle, request);
      await eventually(() => w.lastOutcome() === 'running');
      await eventually(() => w.bench.dispatcher.cancel(handle, w.bench.target, never()));
      expect(wasToldAsInterrupted(await watched)).toBe(true);
      expect(w.lastOutcome()).toBe('interrupted');
    });

    it('stops nothing when another one runs', async () => {
      const first = await w.bench.submit(w.wish({ steps: 40 }));
      const watched = w.bench.watch(w.bench.dispatcher, first.handle, first.request);
      await eventually(() => w.lastOutcome() === 'running');
      const other = w.bench.dispatcher.handleFor(nextAttempt(), first.request);
      expect(await w.bench.dispatcher.cancel(other, w.bench.target, never())).toBe(false);
      expect((await watched).outputs?.warnings).toEqual([]);
      expect(await w.bench.dispatcher.cancel(first.handle, w.bench.target, never())).toBe(false);
    });
  });

  describe('recovery after a restart of ours', () => {
    it('goes on watching what still runs', async () => {
      const { handle, request } = await w.bench.submit(w.wish({ steps: 60 }));
      const gone = w.bench.dispatcher.watch(handle, request, w.bench.target, LIMITS).subscribe();
      await eventually(() => w.lastOutcome() === 'running');
      gone.unsubscribe();
      const fresh = w.subject.restarted();
      await eventually(
        async () => (await fresh.recover(handle, request, w.bench.target, never())).state === 'running',
      );
      const result = await w.bench.watch(fresh, handle, request);
      if (w.subject.keepsResults.always) expect(result.outputs?.images).toHaveLength(1);
      else expect(kindOf(result)).toBe('lost result_lost');
      expect(progressOf(result).length).toBeGreaterThan(0);
    });

    if (!w.subject.keepsResults.always) {
      it('says when it finished and its result is gone', async () => {
        const { handle, request } = await w.bench.submit();
        await w.bench.watch(w.bench.dispatcher, handle, request);
        expect(await w.subject.restarted().recover(handle, request, w.bench.target, never())).toMatchObject({
          state: 'result_gone',
        });
      });
    }

    if (w.subject.keepsResults.options) {
      it('finds what the server kept', async () => {
        const saving = w.keeping('saving too');
        const { handle, request } = await saving.submit();
        await saving.watch(w.bench.dispatcher, handle, request);
        const fresh = w.subject.restarted();
        expect(await fresh.recover(handle, request, saving.target, never())).toEqual({ state: 'finished' });
        const result = await saving.watch(fresh, handle, request);
        expect(result.outputs?.images).toHaveLength(1);
      });
    }

    w.whereStruckBy(
      ['failure'],
      'takes a failed run neither for a running one nor for a whole one',
      async () => {
        await w.engine.strike('failure');
        const { handle, request } = await w.bench.submit();
        await w.bench.watch(w.bench.dispatcher, handle, request);
        const fresh = w.subject.restarted();
        const recovery = await fresh.recover(handle, request, w.bench.target, never());
        // A server that keeps results keeps failures too: watching it again tells why it failed.
        if (recovery.state === 'finished')
          expect(failure(await w.bench.watch(fresh, handle, request)).code).toBe('server_error');
        else expect(recovery).toEqual({ state: 'unknown', mayHaveRun: true });
      },
    );

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
      const gone = goneTarget(w.bench.target);
      expect(await w.bench.dispatcher.recover(handle, request, gone, never())).toMatchObject({
        state: 'unreachable',
      });
    });
  });
}
