// The pure parts of bulks.
import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { Clock } from '../common/clock.js';
import type { DurationBook } from '../jobs/duration-book.js';
import type { QueueState } from '../jobs/queue-state.js';
import type { JobServers } from '../jobs/job-servers.js';
import { BulkEstimate, estimate } from './bulk-estimate.js';
import { readListFile } from './bulk-list-file.js';
import { bulkPercent, NO_JOBS } from './bulk-progress.js';
import { chosenSeed, SeedSequence } from './bulk-seeds.js';
import { positionsOf } from './bulk-submitter.js';
import { countVariations, variationsOf, type BulkOptions } from './bulk-variations.js';
import { drawSheet, layOut } from './contact-sheet.js';
import { isParamPath, withParam } from './param-path.js';

const take = (seeds: SeedSequence, count: number) => Array.from({ length: count }, () => seeds.take());

describe('seeds', () => {
  it('are all different where they are random, and the same again for the same base', () => {
    const chance = take(new SeedSequence('random', -1), 5_000);
    expect(new Set(chance).size).toBe(5_000);
    for (const seed of chance) expect(seed >= 0 && seed < 4_294_967_294 && Number.isInteger(seed)).toBe(true);
    expect(take(new SeedSequence('random', 7), 50)).toEqual(take(new SeedSequence('random', 7), 50));
  });

  it('count up from their base, or from chance, modulo 2^32', () => {
    expect(take(new SeedSequence('incremental', 5), 3)).toEqual([5, 6, 7]);
    expect(take(new SeedSequence('incremental', 2 ** 32 + 5), 1)).toEqual([5]);
    const [first, second] = take(new SeedSequence('incremental', -1), 2);
    expect(second).toBe((first! + 1) % 2 ** 32);
  });

  it.each([
    [5, 5],
    ['5', 5],
    [0, 0],
    [-1, undefined],
    ['', undefined],
    [1.5, undefined],
    [null, undefined],
  ])('of %j are %j', (value, seed) => {
    expect(chosenSeed(value)).toBe(seed);
  });
});

describe('progress', () => {
  it('counts running jobs by their own percentage, as the first plan shows it', () => {
    expect(bulkPercent(10, { ...NO_JOBS, completed: 3, processing: 1, pending: 6 }, [50])).toBe(35);
  });

  it('is 100 only when nothing waits or runs, and takes deleted jobs for ended', () => {
    expect(bulkPercent(1_000, { ...NO_JOBS, completed: 999, processing: 1 }, [100])).toBe(99.9);
    expect(bulkPercent(10, { ...NO_JOBS, pending: 5 }, [])).toBe(50);
    expect(bulkPercent(3, { ...NO_JOBS, failed: 1, cancelled: 1, completed: 1 }, [])).toBe(100);
    expect(bulkPercent(3, NO_JOBS, [])).toBe(100);
  });

  it('never leaves 0 to 100, whatever is reported', () => {
    const jobs = fc.nat({ max: 50 });
    fc.assert(
      fc.property(
        jobs,
        jobs,
        jobs,
        fc.array(fc.double({ noNaN: true, min: -50, max: 200 }), { maxLength: 60 }),
        (completed, pending, processing, running) => {
          const percent = bulkPercent(
            completed + pending + processing,
            { ...NO_JOBS, completed, pending, processing },
            running,
          );
          expect(percent).toBeGreaterThanOrEqual(0);
          expect(percent).toBeLessThanOrEqual(100);
          expect(percent === 100).toBe(pending + processing === 0);
        },
      ),
    );
  });
});

describe('variations', () => {
  it('are as many as were counted, for any request', () => {
    const values = fc.option(fc.array(fc.string(), { minLength: 1, maxLength: 3 }), { nil: undefined });
    const request = fc.record({
      prompts: values,
      models: values,
      samplers: values,
      lines: values,
      copies: fc.integer({ min: 1, max: 4 }),
      repeat: fc.integer({ min: 1, max: 3 }),
    });
    fc.assert(
      fc.property(request, ({ prompts, models, samplers, lines, copies, repeat }) => {
        const options: BulkOptions = {
          matrix: { prompts, models, samplers },
          prompt_list: lines,
          bulk_quantity: copies,
          repeat,
        };
        const all = [...variationsOf({ prompt: 'x' }, options)];
        expect(all).toHaveLength(countVariations(options));
        expect(all.map((one) => one.index)).toEqual(all.map((_, index) => index));
        expect(new Set(all.map((one) => one.seed)).size).toBe(all.length);
      }),
    );
  });

  it('leave the template as it was', () => {
    const template = Object.freeze({ prompt: 'a', nested: Object.freeze({ list: Object.freeze([1, 2]) }) });
    const vary = [{ path: 'nested.list.1', values: [7] }];
    const [only] = [...variationsOf(template, { matrix: { vary } })];
    expect(only!.params).toMatchObject({ nested: { list: [1, 7] } });
    expect(template.nested.list).toEqual([1, 2]);
  });
});

describe('paths of parameters', () => {
  it('lead into objects and lists, and make what is missing', () => {
    expect(withParam({}, 'a.b.c', 1)).toEqual({ a: { b: { c: 1 } } });
    expect(withParam({ a: [] }, 'a.2', 1)).toEqual({ a: [null, null, 1] });
    expect(withParam({ a: 5 }, 'a.b', 1)).toEqual({ a: { b: 1 } });
  });

  it.each(['', '.', 'a.', '__proto__', 'a.constructor', 'a.prototype.b', 'a'.repeat(101), 5, null])(
    'are not %j',
    (path) => {
      expect(isParamPath(path)).toBe(false);
    },
  );
});

describe('lists in files', () => {
  it('never fail but with a sentence, whatever is in them', () => {
    const name = fc.constantFrom('a.txt', 'a.csv', 'a.jsonl', 'a.ndjson');
    const piece = fc.constantFrom(
      'prompt',
      ',',
      '"',
      '\n',
      '\r',
      '{',
      '}',
      '{"a":1}',
      '#',
      ' ',
      '__proto__',
      'é',
      ':',
      '[',
    );
    fc.assert(
      fc.property(name, fc.array(piece, { maxLength: 40 }), (file, pieces) => {
        try {
          const { entries, problems } = readListFile(file, Buffer.from(pieces.join('')));
          expect(entries.length + problems.length).toBeGreaterThan(0);
        } catch (error) {
          expect(error).toMatchObject({ code: 'invalid_field_value' });
        }
      }),
    );
  });

  it('with a column of dots reach inside', () => {
    const { entries } = readListFile('x.csv', Buffer.from('prompt,a.b\nx,1\n,\n"y, z",'));
    expect(entries).toEqual([
      { line: 2, value: { prompt: 'x', a: { b: '1' } } },
      { line: 4, value: { prompt: 'y, z' } },
    ]);
  });
});

describe('CSV files', () => {
  const read = (text: string) => readListFile('x.csv', Buffer.from(text)).entries.map(({ value }) => value);

  it('of spreadsheets have capitals in their header, blanks and semicolons', () => {
    expect(read('\n Prompt ;STEPS;override_settings.CLIP_x\n"a; b, c";7;2\n')).toEqual([
      { prompt: 'a; b, c', steps: '7', override_settings: { CLIP_x: '2' } },
    ]);
    expect(read('Prompt,Steps\na;b,7\n')).toEqual([{ prompt: 'a;b', steps: '7' }]);
    expect(read('prompt\na;b\n')).toEqual([{ prompt: 'a;b' }]);
  });

  it.each(['a castle, old\nb,c\n', 'title;size\na;b\n', 'promptt\na\n'])(
    'must name a parameter: %j',
    (text) => {
      expect(() => read(text)).toThrow('no column of a known parameter');
    },
  );
});

describe('JSONL files', () => {
  it('tell lines that would pollute prototypes or nest without end', () => {
    const deep = `{"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`;
    const lines = [
      '"fine"',
      '{"prompt":"a","__proto__":{"x":1}}',
      deep,
      '{"a":{"constructor":{"prototype":{}}}}',
    ];
    const { entries, problems } = readListFile('x.jsonl', Buffer.from(lines.join('\n')));
    expect(entries).toEqual([{ line: 1, value: 'fine' }]);
    expect(problems.map(({ line }) => line)).toEqual([2, 3, 4]);
    expect(problems[0]!.message).toContain('__proto__');
    expect(problems[1]!.message).toContain('nested deeper');
  });
});

describe('places in the queue', () => {
  it('come after all rounds before and the own', () => {
    const rows = [3, 4, 5].map((round) => ({ mobilesd_job_id: `job ${round}`, round }));
    const rounds = new Map([
      [3, 2],
      [4, 2],
      [5, 1],
      [1, 4],
    ]);
    expect([...positionsOf(rows, 10, rounds).values()]).toEqual([16, 18, 19]);
  });
});

describe('the estimate', () => {
  const AT_ONCE = { first: 0, last: 0 };

  it('shares the work between slots, after what is ahead, and never beats the delay', () => {
    const known = [{ low: 5, typical: 10, high: 20 }];
    expect(estimate({ jobs: 10, ahead: 0, times: AT_ONCE }, 2, known)).toEqual({
      low: 25,
      typical: 50,
      high: 100,
    });
    expect(estimate({ jobs: 10, ahead: 10, times: AT_ONCE }, 2, known)!.typical).toBe(100);
    const delayed = { first: 0, last: 270 };
    expect(estimate({ jobs: 10, ahead: 0, times: delayed }, 2, known)!.typical).toBe(280);
    expect(estimate({ jobs: 10, ahead: 0, times: AT_ONCE }, 2, [])).toBeNull();
  });

  it('begins when the first of them may start', () => {
    const known = [{ low: 10, typical: 10, high: 10 }];
    const later = { first: 3_600, last: 3_600 };
    expect(estimate({ jobs: 10, ahead: 4, times: later }, 1, known)!.low).toBe(3_700);
  });

  it.each([
    [{ paused: true, blocked: null }, null],
    [{ paused: false, blocked: { code: 'disk_full', message: '' } }, null],
    [
      { paused: false, blocked: null },
      { low: 3_610, typical: 3_610, high: 3_610 },
    ],
  ])('is null while nothing is started: %j', (queue, eta) => {
    const clock = new Clock();
    const seconds = { low: 10, typical: 10, high: 10 };
    const book = { workOf: () => ({}), estimate: () => seconds } as unknown as DurationBook;
    const servers = [{ id: '1', alias: 'a', appType: 'forge', maxConcurrentJobs: 1 }];
    const taking = { for: () => servers } as unknown as JobServers;
    const bulks = new BulkEstimate(book, taking, queue as QueueState, clock);
    clock.now = () => 0;
    const time = new Date(3_600_000).toISOString();
    const times = bulks.times(time, time);
    const sample = [{ app_type: 'forge', generation_params_json: '{}' }];
    const one = { appType: 'forge', alias: null, keyId: null, jobs: 1, sample, ahead: 0, times };
    expect(bulks.of({ ...one, waits: true })).toEqual(eta);
    expect(bulks.of({ ...one, waits: false })).not.toBeNull();
  });
});

describe('a contact sheet', () => {
  it('stays within what can be drawn, however many and large its images', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 200 }),
        fc.integer({ min: 1, max: 50 }),
        fc.integer({ min: 32, max: 512 }),
        fc.boolean(),
        (images, columns, size, captions) => {
          const { width, height } = layOut(images, { columns, size, captions });
          expect(width * height).toBeLessThanOrEqual(40_000_000);
          expect(Math.max(width, height)).toBeLessThanOrEqual(16_383);
        },
      ),
    );
  });

  it('leaves the place of a lost image empty', async () => {
    const images = [
      { path: null, caption: '1' },
      { path: '/nowhere.png', caption: '<&>' },
    ];
    expect(
      (await drawSheet(images, { columns: 2, size: 64, captions: true, format: 'jpeg' })).length,
    ).toBeGreaterThan(100);
  });
});
