import { mkdir, readFile, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { GalleryFixture, job, JOB_ID, mine, type GalleryParts } from './fixtures/gallery-fixture.js';
import { output, picture } from './fixtures/sample-images.js';
import { fileCalls, type FileCalls } from './image-files.js';

const DAY_MS = 86_400_000;
const NOTHING = { temporaryFilesRemoved: 0, unsavedDiscarded: 0, filesMissing: 0, orphansSetAside: 0 };
const OTHER_ID = '0a1b2c3d-1f2e-4a3b-8c4d-5e6f70819203';

describe('the janitor', () => {
  let fixture: GalleryFixture;
  let parts: GalleryParts;
  beforeEach(async () => {
    Logger.overrideLogger(false);
    fixture = await GalleryFixture.open();
    parts = fixture.process();
  });
  afterEach(() => fixture.close());

  const put = async (relativePath: string, changed = fixture.clock.now()) => {
    const path = join(fixture.imagesDir, relativePath);
    await mkdir(join(path, '..'), { recursive: true });
    await writeFile(path, `content of ${relativePath}`);
    await utimes(path, changed / 1000, changed / 1000);
  };

  it('finds nothing to do in a new installation or a tidy one', async () => {
    expect(await parts.store.reconcile(() => false)).toEqual(NOTHING);
    await parts.store.store(job(), [output(await picture())], mine);
    await fixture.confirm(parts.store, job());
    expect(await parts.store.reconcile(() => false, { full: true })).toEqual(NOTHING);
    expect(await fixture.filesOnDisk()).toEqual(['2026-11-20/88615c9d_00001.png']);
  });

  it('removes unfinished files only when they are older than five minutes', async () => {
    await put('2026-11-20/.88615c9d_00001.png.part-1', fixture.clock.now() - 301_000);
    await put('2026-11-20/.88615c9d_00002.png.part-1', fixture.clock.now() - 299_000);
    await put('2026-11-20/.somebody.part-1', fixture.clock.now() - DAY_MS);
    expect(await parts.store.reconcile(() => false)).toEqual({ ...NOTHING, temporaryFilesRemoved: 1 });
    expect(await fixture.filesOnDisk()).toEqual([
      '2026-11-20/.88615c9d_00002.png.part-1',
      '2026-11-20/.somebody.part-1',
    ]);
  });

  it('discards reserved images of jobs that have ended and keeps those of active ones', async () => {
    await parts.store.store(job(1, JOB_ID), [output(await picture())], mine);
    await parts.store.store(job(1, OTHER_ID), [output(await picture())], mine);
    fixture.clock.pass(9 * DAY_MS);
    await put('2026-11-28/notes.txt');
    await put('2026-11-29/notes.txt');
    const report = await parts.store.reconcile(async (jobId) => jobId === OTHER_ID);
    expect(report).toEqual({ ...NOTHING, unsavedDiscarded: 1 });
    expect((await fixture.rows()).map((row) => row.jobId)).toEqual([OTHER_ID]);
    expect((await fixture.filesOnDisk())[0]).toBe('2026-11-20/0a1b2c3d_00001.png');
  });

  it('leaves the images of a job that is retried while it asks', async () => {
    await parts.store.store(job(1), [output(await picture())], mine);
    const retriedMeanwhile = async () => {
      await parts.store.store(job(2), [output(await picture('png', 2))], mine);
      return false;
    };
    expect(await parts.store.reconcile(retriedMeanwhile)).toEqual(NOTHING);
    expect(await fixture.confirm(parts.store, job(2))).toBe(1);
  });

  it('sets files without a row aside and never deletes them', async () => {
    await put('2026-11-20/88615c9d_00001.png');
    await put('2026-11-20/holiday.png');
    expect(await parts.store.reconcile(() => false)).toEqual({ ...NOTHING, orphansSetAside: 1 });
    await put('2026-11-20/88615c9d_00001.png');
    await parts.store.reconcile(() => false);
    const aside = ['.orphaned/2026-11-20_88615c9d_00001.png', '.orphaned/2026-11-20_88615c9d_00001.png.2'];
    expect(await fixture.filesOnDisk()).toEqual([...aside, '2026-11-20/holiday.png']);
    const content = await readFile(join(fixture.imagesDir, aside[0]!), 'utf8');
    expect(content).toBe('content of 2026-11-20/88615c9d_00001.png');
  });

  it('tells of images that have lost their file', async () => {
    const [image] = await parts.store.store(
      job(),
      [output(await picture()), output(await picture('png', 2))],
      mine,
    );
    await fixture.confirm(parts.store, job());
    await rm(join(fixture.imagesDir, image!.relativePath));
    expect(await parts.store.reconcile(() => false)).toEqual({ ...NOTHING, filesMissing: 1 });
    await rm(fixture.imagesDir, { recursive: true });
    fixture.clock.pass(30 * DAY_MS);
    expect(await parts.store.reconcile(() => false)).toEqual({ ...NOTHING, filesMissing: 2 });
    expect(await fixture.rows()).toHaveLength(2);
  });

  it('looks at a start only into the last two days and those of unfinished jobs, in full into all', async () => {
    await parts.store.store(job(1, OTHER_ID), [output(await picture())], mine);
    await put('2026-11-01/88615c9d_00001.png');
    await put('2026-11-18/88615c9d_00002.png');
    await put('2026-11-20/88615c9d_00003.png');
    await put('2026-11-21/88615c9d_00004.png');
    await put('2026-11-22/88615c9d_00005.png');
    const looked: string[] = [];
    const readdir = async (path: string) => {
      looked.push(path.slice(fixture.imagesDir.length + 1));
      return fileCalls.readdir(path);
    };
    const watching = fixture.process({ ...fileCalls, readdir } as FileCalls);
    const active = (jobId: string) => jobId === OTHER_ID;
    expect(await watching.store.reconcile(active)).toEqual({ ...NOTHING, orphansSetAside: 3 });
    expect([...new Set(looked)].sort()).toEqual(['', '2026-11-20', '2026-11-21', '2026-11-22']);
    expect(await watching.store.reconcile(active, { full: true })).toEqual({
      ...NOTHING,
      orphansSetAside: 2,
    });
  });
});
