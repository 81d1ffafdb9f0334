import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { eventually } from '../../test/support/eventually.js';
import { newJob } from '../../test/support/jobs.js';
import { makeTempFolder, removeFolder } from '../../test/support/temp-folder.js';
import type { AppEvent } from '../events/app-event.js';
import { EventBus } from '../events/event-bus.js';
import { JobsRepository } from '../jobs/jobs.repository.js';
import { startKeys, type KeysBed } from './fixtures/keys-bed.js';
import { compare, KeyAlerts } from './key-alerts.js';

const DAY_MS = 86_400_000;

describe('a habit', () => {
  const TODAY = '2026-01-15';
  const day = (date: string, bulkJobs: number) => ({ day: date, bulkJobs });

  it('is at least two hundred jobs a day', () => {
    expect(compare([day(TODAY, 200)], TODAY)).toEqual({ bulkJobs: 200, usual: 0, threshold: 200 });
    expect(compare([day('2026-01-14', 10)], TODAY)).toEqual({ bulkJobs: 0, usual: 10, threshold: 200 });
  });

  it('is five times the mean of the days with bulk, today not among them', () => {
    const use = [day('2026-01-03', 50), day('2026-01-08', 0), day('2026-01-14', 150), day(TODAY, 900)];
    expect(compare(use, TODAY)).toEqual({ bulkJobs: 900, usual: 100, threshold: 500 });
  });
});

describe(KeyAlerts.name, () => {
  let dataDir: string;
  let bed: KeysBed;
  let told: AppEvent[];
  const open = async () => {
    bed = await startKeys(dataDir);
    bed.app.get(EventBus).events$.subscribe((event) => {
      if (event.type === 'api_key.unusual_use') told.push(event);
    });
  };
  const submit = async (count: number, bulkJobId: string | null = 'bulk-1') => {
    const jobs = new JobsRepository(bed.database, bed.app.get(EventBus), bed.clock);
    await jobs.insertAll(Array.from({ length: count }, () => newJob({ apiKeyId: 1, bulkJobId })));
  };
  const look = () => bed.app.get(KeyAlerts).look();

  beforeEach(async () => {
    told = [];
    dataDir = makeTempFolder('alerts');
    await open();
    await bed.make({ name: 'nightly' });
  });
  afterEach(async () => {
    await bed.stop();
    await removeFolder(dataDir);
  });

  it('tell by themselves, once a day, of a key that does far more than usual', async () => {
    await submit(201);
    await eventually(() => told.length === 1);
    expect(told).toMatchObject([
      {
        apiKeyId: 1,
        data: {
          key_id: 1,
          name: 'nightly',
          day: '2026-01-01',
          bulk_jobs: 201,
          usual_bulk_jobs: 0,
          threshold: 200,
        },
      },
    ]);
    await submit(100);
    await look();
    expect(told).toHaveLength(1);
    bed.clock.advance(DAY_MS);
    await submit(1_506);
    await look();
    expect(told).toMatchObject([{}, { data: { usual_bulk_jobs: 301, threshold: 1_505 } }]);
  });

  it('say nothing of single jobs and of what is usual', async () => {
    await submit(300, null);
    await submit(200);
    await look();
    expect(told).toEqual([]);
    bed.clock.advance(DAY_MS);
    await submit(1_000);
    await look();
    expect(told).toEqual([]);
  });

  it('tell only once a day even over a restart', async () => {
    await submit(201);
    await look();
    await bed.stop();
    await open();
    await submit(201);
    await look();
    expect(told).toHaveLength(1);
  });
});
