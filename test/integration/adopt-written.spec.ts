import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import BetterSqlite3 from 'better-sqlite3';
import { startForgeSimulator, type ForgeSimulator } from '../../simulators/forge/index.js';
import type { JobDto } from '../../src/jobs/job-status.dto.js';
import { startApp } from '../support/start-app.js';
import { makeTempFolder, removeFolder } from '../support/temp-folder.js';

/** The port is another after a restart. */
const withoutAddress = (image: object) => ({ ...image, url: '', preview_url: '', download_url: '' });

describe('a start after a crash between the last picture and the end of its job', () => {
  let dataDir: string;
  let forge: ForgeSimulator;
  let job: JobDto;

  beforeEach(async () => {
    dataDir = makeTempFolder('adopt');
    forge = await startForgeSimulator({ stepMs: 1, loadMs: 5, saveMs: 0 });
    const server = await startApp({}, dataDir);
    await server.api.addServer({ alias: 'gpu', base_url: forge.url });
    const id = await server.api.submit({ params: { n_iter: 2 } });
    job = await server.api.ended(id, 'completed');
    await server.stop();
    undoTheEnd(id);
  });
  afterEach(async () => {
    await forge.close();
    await removeFolder(dataDir);
  });

  /** As if the process had died right before the transaction that completes the job. */
  function undoTheEnd(id: string): void {
    const db = new BetterSqlite3(join(dataDir, 'stablequeue.sqlite'));
    db.prepare(
      `UPDATE jobs SET status = 'processing', phase = 'saving', lease_owner = 'a dead process', lease_until = '2026',
         completion_timestamp = NULL, result_details_json = NULL, image_count = 0 WHERE mobilesd_job_id = ?`,
    ).run(id);
    db.prepare(`UPDATE images SET state = 'saving' WHERE job_id = ?`).run(id);
    db.close();
  }

  it('completes the job with the pictures as they are, and asks no server', async () => {
    const server = await startApp({}, dataDir);
    try {
      const again = await server.api.ended(job.job_id, 'completed');
      expect(again.images.map(withoutAddress)).toEqual(job.images.map(withoutAddress));
      expect(again).toMatchObject({ retry_count: 0, attempt: 2, result_details: job.result_details });
      expect(forge.generations).toHaveLength(1);
    } finally {
      await server.stop();
    }
  });

  it('makes them again with the same seed when one of them is gone', async () => {
    const day = job.creation_timestamp.slice(0, 10);
    rmSync(join(dataDir, 'outputs', day, job.images[1]!.filename));
    const server = await startApp({}, dataDir);
    try {
      const again = await server.api.ended(job.job_id, 'completed');
      expect(again.images.map(({ filename, seed, sha256 }) => ({ filename, seed, sha256 }))).toEqual(
        job.images.map(({ filename, seed, sha256 }) => ({ filename, seed, sha256 })),
      );
      expect(forge.generations).toHaveLength(2);
    } finally {
      await server.stop();
    }
  });
});
