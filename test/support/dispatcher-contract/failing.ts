import { describe, expect, it } from '@jest/globals';
import { LIMITS, SEED, goneTarget, type Misfortune, type RunResult } from './subject.js';
import { Bench, failure, kindOf, progressOf, type World } from './bench.js';

const MEANINGS: [what: string, how: Misfortune, means: string[]][] = [
  ['out of memory', 'out_of_memory', ['retryable out_of_memory']],
  ['an error in the middle', 'failure', ['retryable server_error']],
  ['a page of a proxy', 'proxy_page', ['retryable bad_gateway']],
  ['an answer that is no JSON', 'no_json', ['retryable bad_answer']],
  ['pictures that are none', 'no_picture', ['retryable bad_answer']],
  ['an answer of another shape', 'wrong_shape', ['retryable bad_answer']],
  ['a refused login', 'login_refused', ['busy login_needed']],
  [
    'an answer that is cut off',
    'cut_answer',
    ['retryable bad_answer', 'lost result_lost', 'lost server_unreachable'],
  ],
];

/** Everything that can go wrong with a run, and what it means for the job. */
export function describeFailing(w: World): void {
  describe('a run that fails', () => {
    for (const [what, how, means] of MEANINGS) {
      w.whereStruckBy([how], `on ${what}`, async () => {
        const request = await w.bench.prepare();
        await w.engine.strike(how);
        const result = await w.bench.runPrepared(request);
        expect(means).toContain(kindOf(result));
        expect(failure(result).message).toMatch(/\.$/);
      });
    }

    w.whereStruckBy(['full_disk'], 'on a full disk, where the server saves for us', async () => {
      await w.engine.strike('full_disk');
      expect(kindOf(await w.keeping('full').run())).toBe('retryable server_disk_full');
    });

    w.whereStruckBy(['out_of_memory'], 'offers another server when this one is out of memory', async () => {
      await w.engine.strike('out_of_memory');
      expect(failure(await w.bench.run()).elsewhere).toBe(true);
    });
  });

  describe('a run that hangs', () => {
    w.whereStruckBy(['stall'], 'is given up and stopped when its steps stand still', async () => {
      const before = w.engine.stopsAsked();
      await w.engine.strike('stall');
      const result = await w.bench.run(w.wish({ steps: 10 }));
      expect(kindOf(result)).toBe('retryable no_progress');
      expect(w.engine.stopsAsked()).toBeGreaterThan(before);
      await w.engine.mend();
    });

    w.whereStruckBy(['stall_while_loading'], 'is given up when no first step comes', async () => {
      await w.bench.run(w.wish({ otherModel: false }));
      await w.engine.strike('stall_while_loading');
      const result = await w.bench.run(w.wish({ otherModel: true }), { ...LIMITS, firstStepMs: 600 });
      expect(kindOf(result)).toBe('retryable no_first_step');
      await w.engine.mend();
    });

    w.whereStruckBy(['slow_answer'], 'is not given up while a slow answer still flows', async () => {
      await w.engine.strike('slow_answer');
      const result = await w.bench.run({}, { ...LIMITS, stallMs: 250 });
      expect(result.error).toBeNull();
    });
  });

  describe('a connection that breaks', () => {
    it('spends no retry when the server is not there at all', async () => {
      const request = await w.bench.prepare();
      const away = new Bench(w.subject, goneTarget(w.bench.target));
      expect(kindOf(await away.runPrepared(request))).toBe('busy server_unreachable');
    });

    w.whereStruckBy(
      ['connection_lost'],
      'is survived by waiting for the end of the generation, which is never doubled',
      async () => {
        await w.engine.strike('connection_lost');
        const before = w.engine.generations().length;
        const result = await w.bench.run(w.wish({ steps: 20 }));
        expectKept(w, result);
        expect(w.engine.generations().length).toBe(before + 1);
        expect(w.lastOutcome()).toBe('completed');
        expect(progressOf(result).at(-1)?.percent).toBeGreaterThan(20);
      },
    );

    w.whereStruckBy(['answer_lost'], 'is noticed when only the answer was lost', async () => {
      await w.engine.strike('answer_lost');
      expectKept(w, await w.bench.run());
    });

    w.whereStruckBy(['crash'], 'is told as lost when the server crashed', async () => {
      await w.engine.strike('crash');
      const result = await w.bench.run(w.wish({ steps: 10 }));
      expect(failure(result).kind).toBe('lost');
    });

    if (w.subject.keepsResults.options) {
      w.whereStruckBy(
        ['connection_lost'],
        'still brings the pictures where the server keeps them',
        async () => {
          await w.engine.strike('connection_lost');
          const result = await w.keeping('saving').run(w.wish({ steps: 10, pictures: 2 }));
          expect(result.error).toBeNull();
          const images = result.outputs?.images ?? [];
          expect(images.map(({ role, seed }) => [role, seed])).toEqual([
            ['image', SEED],
            ['image', SEED + 1],
          ]);
          expect(images[1]?.infotext ?? '').toContain(w.subject.infotextOf(SEED + 1) ?? '');
        },
      );
    }
  });
}

/** Where the server does not keep results the picture went with the connection: told as lost, never as made. */
function expectKept(w: World, result: RunResult): void {
  if (w.subject.keepsResults.always) {
    expect(result.error).toBeNull();
    expect(result.outputs?.images.length).toBeGreaterThan(0);
  } else expect(kindOf(result)).toBe('lost result_lost');
}
