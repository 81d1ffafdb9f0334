import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newJob } from '../../test/support/jobs.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { DEFAULT_DOOR, Principal } from '../access/contract/index.js';
import { JobsRepository } from '../jobs/jobs.repository.js';
import type { ServerFleet } from '../servers/server-fleet.js';
import { UtilisationRepository } from './utilisation.repository.js';
import { UtilisationService } from './utilisation.service.js';

const MINUTE_MS = 60_000;
const CONSOLE = Principal.console('loopback');
const FLEET = {
  all: () => [
    { alias: 'two', maxConcurrentJobs: 2 },
    { alias: 'one', maxConcurrentJobs: 1 },
  ],
} as unknown as ServerFleet;

interface Attempt {
  server?: string;
  /** Minutes ago. */
  began: number;
  done?: number;
  ended?: number;
  outcome?: string;
  images?: number;
}

describe(UtilisationService.name, () => {
  let db: TempDatabase;
  let utilisation: UtilisationService;
  beforeEach(async () => {
    db = await openTempDatabase();
    db.clock.advance(12 * 60 * MINUTE_MS);
    utilisation = new UtilisationService(new UtilisationRepository(db.database), FLEET, db.clock);
  });
  afterEach(() => db.close());

  const ago = (minutes: number | undefined): string | null =>
    minutes === undefined ? null : db.clock.isoIn(-minutes * MINUTE_MS);
  const attempt = async ({
    server = 'one',
    began,
    done,
    ended,
    outcome,
    images = 0,
  }: Attempt): Promise<void> => {
    const { mobilesd_job_id: id } = await new JobsRepository(db.database, db.events, db.clock).insert(
      newJob(),
    );
    await db.database.write(async (manager) => {
      await manager.query(
        `UPDATE jobs SET status = 'processing', generation_done_timestamp = ?, image_count = ? WHERE mobilesd_job_id = ?`,
        [ago(done), images, id],
      );
      await manager.query(
        `INSERT INTO job_attempts (mobilesd_job_id, attempt, server_alias, started_timestamp, ended_timestamp, outcome)
         VALUES (?, 1, ?, ?, ?, ?)`,
        [id, server, ago(began), ago(ended), outcome ?? null],
      );
    });
  };
  const busy = async (alias: string): Promise<number[]> => {
    const { servers } = await utilisation.of({ minutes: 4, buckets: 4 }, CONSOLE);
    return servers.find(({ server_alias }) => server_alias === alias)!.busy;
  };

  it('shows how much of its slots each server used', async () => {
    await attempt({ began: 3.5, ended: 1.5 });
    await attempt({ server: 'two', began: 10, ended: 2 });
    expect(await busy('one')).toEqual([0.5, 1, 0.5, 0]);
    expect(await busy('two')).toEqual([0.5, 0.5, 0, 0]);
  });

  it('knows what runs now, and forgets what ended before', async () => {
    await attempt({ began: 30, ended: 5 });
    await attempt({ began: 0.25 });
    expect(await busy('one')).toEqual([0, 0, 0, 0.25]);
  });

  it('lets go of the slot when the generation is done, not when the images are saved', async () => {
    await attempt({ began: 3, done: 2, ended: 1 });
    expect(await busy('one')).toEqual([0, 1, 0, 0]);
  });

  it('is never above one, whatever overlaps', async () => {
    await attempt({ began: 3, ended: 1 });
    await attempt({ began: 3, ended: 1 });
    expect(await busy('one')).toEqual([0, 1, 1, 0]);
  });

  it('counts what was completed within the hour, and what waits for whom', async () => {
    await attempt({ began: 50, ended: 40, outcome: 'completed', images: 3 });
    await attempt({ began: 50, ended: 40, outcome: 'failed' });
    await attempt({ began: 80, ended: 61, outcome: 'completed', images: 3 });
    const jobs = new JobsRepository(db.database, db.events, db.clock);
    await jobs.insertAll([
      newJob({ targetServerAlias: 'two' }),
      newJob({ targetServerAlias: 'two' }),
      newJob(),
    ]);
    const { servers } = await utilisation.of({ minutes: 60, buckets: 1 }, CONSOLE);
    expect(servers).toMatchObject([
      { server_alias: 'one', jobs_last_hour: 1, images_last_hour: 3, waiting: 0 },
      { server_alias: 'two', jobs_last_hour: 0, images_last_hour: 0, waiting: 2 },
    ]);
  });

  it('shows a key its servers only', async () => {
    const key = new Principal({
      ...{ kind: 'key', keyId: 1, name: 'k', via: 'header', scopes: ['submit'], appTypes: null },
      ...{ servers: ['two'], door: DEFAULT_DOOR },
    });
    const { servers } = await utilisation.of({ minutes: 60, buckets: 2 }, key);
    expect(servers.map(({ server_alias }) => server_alias)).toEqual(['two']);
  });
});
