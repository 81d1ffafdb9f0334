// Processes that die or freeze while they save, and what the next one finds.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Crash, dyingFileCalls } from './fixtures/breaking-file-calls.js';
import { GalleryFixture, job, mine } from './fixtures/gallery-fixture.js';
import { output, picture } from './fixtures/sample-images.js';
import { NotMineError } from './gallery.errors.js';
import { fileCalls, type FileCalls } from './image-files.js';

const HOUR_MS = 3_600_000;
const PATH = '2026-11-20/88615c9d_00001.png';

beforeAll(() => {
  Logger.overrideLogger(false);
});

describe('a process that dies while it saves', () => {
  const NEXT = [
    ['the same attempt', 1],
    ['the next attempt', 2],
  ] as const;
  for (const when of ['before', 'after'] as const) {
    it.each(NEXT)(
      `leaves one file and one row however far it came (${when} each call), once %s has saved`,
      async (_name, attempt) => {
        const earlier = await picture('png', 1);
        const bytes = await picture('png', 2);
        let died = true;
        for (let at = 1; died; at += 1) {
          const fixture = await GalleryFixture.open();
          const dying = dyingFileCalls(at, when);
          const outcome = fixture.process(dying.fs).store.store(job(1), [output(earlier)], mine);
          died = await outcome.then(() => false, rethrowUnlessCrash);
          const { store } = fixture.process();
          await store.store(job(attempt), [output(bytes)], mine);
          expect(await fixture.confirm(store, job(attempt))).toBe(1);
          const whole = await readFile(join(fixture.imagesDir, PATH));
          expect({ at, same: whole.equals(bytes) }).toEqual({ at, same: true });
          fixture.clock.pass(Date.now() - fixture.clock.now() + 2 * HOUR_MS);
          await store.reconcile(() => false, { full: true });
          expect({ at, files: await fixture.filesOnDisk() }).toEqual({ at, files: [PATH] });
          expect((await readFile(join(fixture.imagesDir, PATH))).equals(bytes)).toBe(true);
          expect((await fixture.rows()).map((row) => [row.relativePath, row.state, row.attempt])).toEqual([
            [PATH, 'saved', attempt],
          ]);
          await fixture.close();
          if (at > 100) throw new Error('never came to its end');
        }
      },
    );
  }

  it('leaves no half file under a final name', async () => {
    const bytes = await picture('png', 2);
    for (let at = 1; at < 30; at += 1) {
      const fixture = await GalleryFixture.open();
      await fixture
        .process(dyingFileCalls(at, 'after').fs)
        .store.store(job(1), [output(bytes)], mine)
        .catch(rethrowUnlessCrash);
      const content = await readFile(join(fixture.imagesDir, PATH)).catch(() => bytes);
      expect({ at, whole: content.equals(bytes) }).toEqual({ at, whole: true });
      await fixture.close();
    }
  });
});

describe('a frozen process that wakes up', () => {
  let fixture: GalleryFixture;
  beforeEach(async () => void (fixture = await GalleryFixture.open()));
  afterEach(() => fixture.close());

  /** Every call at which it may have been frozen, and the newer attempt done meanwhile. */
  const CALLS = ['lstat', 'mkdir', 'unlink', 'open', 'link'] as const;
  it.each(CALLS)('in %s never touches the file of the attempt that completed the job', async (call) => {
    const { fs, frozen, wake } = freezing(call);
    const bytes = await picture('png', 2);
    // Its own idea of being the owner is as old as its freezing.
    const zombie = fixture.process(fs).store.store(job(1), [output(await picture('png', 1))], mine);
    const outcome = expect(zombie).rejects.toBeInstanceOf(NotMineError);
    await frozen;
    const { store } = fixture.process();
    await store.store(job(2), [output(bytes)], mine);
    await fixture.confirm(store, job(2));
    wake();
    await outcome;
    expect((await readFile(join(fixture.imagesDir, PATH))).equals(bytes)).toBe(true);
    expect(await fixture.filesOnDisk()).toEqual([PATH]);
    expect((await fixture.rows()).map((row) => [row.attempt, row.state])).toEqual([[2, 'saved']]);
  });

  it('between asking whether it may replace and replacing, does not replace', async () => {
    const bytes = await picture('png', 2);
    await fixture.process().store.store(job(1), [output(await picture('png', 1))], mine);
    let asked = 0;
    const newer = fixture.process().store;
    const trueAtThatTime = async () => {
      asked += 1;
      if (asked === 1) return true;
      await newer.store(job(2), [output(bytes)], mine);
      await fixture.confirm(newer, job(2));
      return true;
    };
    const zombie = fixture.process().store.store(job(1), [output(await picture('png', 3))], trueAtThatTime);
    await expect(zombie).rejects.toBeInstanceOf(NotMineError);
    expect((await readFile(join(fixture.imagesDir, PATH))).equals(bytes)).toBe(true);
    expect(await fixture.filesOnDisk()).toEqual([PATH]);
  });

  it('is overruled when it finishes its file before the newer attempt does', async () => {
    const bytes = await picture('png', 2);
    const { fs, frozen, wake } = freezing('link');
    const newer = fixture.process(fs).store.store(job(2), [output(bytes)], mine);
    await frozen;
    const zombie = fixture.process().store;
    await expect(zombie.store(job(1), [output(await picture('png', 1))], mine)).rejects.toBeInstanceOf(
      NotMineError,
    );
    wake();
    await newer;
    expect((await readFile(join(fixture.imagesDir, PATH))).equals(bytes)).toBe(true);
  });

  it('cannot confirm what a newer attempt has taken over', async () => {
    const { store } = fixture.process();
    await store.store(job(1), [output(await picture())], mine);
    await store.store(job(2), [output(await picture('png', 2))], mine);
    expect(await fixture.confirm(store, job(1))).toBe(0);
    expect(await fixture.confirm(store, job(2))).toBe(1);
  });
});

function rethrowUnlessCrash(error: unknown): true {
  if (error instanceof Crash) return true;
  throw error;
}

/** The first `call` waits until `wake`. */
function freezing(call: 'lstat' | 'mkdir' | 'unlink' | 'open' | 'link'): {
  fs: FileCalls;
  frozen: Promise<void>;
  wake: () => void;
} {
  let wake = (): void => undefined;
  let froze = (): void => undefined;
  const awake = new Promise<void>((resolve) => (wake = resolve));
  const frozen = new Promise<void>((resolve) => (froze = resolve));
  const original = fileCalls[call] as (...args: unknown[]) => Promise<unknown>;
  const waiting = async (...args: unknown[]): Promise<unknown> => {
    froze();
    await awake;
    return original(...args);
  };
  return { fs: { ...fileCalls, [call]: waiting }, frozen, wake };
}
