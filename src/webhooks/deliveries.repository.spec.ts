import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { newJob } from '../../test/support/jobs.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { JobsRepository } from '../jobs/jobs.repository.js';
import { DeliveriesRepository } from './deliveries.repository.js';
import type { NewDelivery } from './delivery.js';

describe(DeliveriesRepository.name, () => {
  let db: TempDatabase;
  let deliveries: DeliveriesRepository;
  let seq = 0;
  beforeEach(async () => {
    db = await openTempDatabase();
    deliveries = new DeliveriesRepository(db.database, db.clock);
  });
  afterEach(() => db.close());

  const message = (given: Partial<NewDelivery> = {}): NewDelivery => ({
    ...{ subscriptionId: null, target: null, endpoint: 'job:x', host: 'me.example', apiKeyId: null },
    ...{ eventSeq: (seq += 1), eventType: 'job.failed', jobId: 'x', bulkJobId: null },
    ...{ lane: `lane ${seq}`, payloadJson: '{}', maxAttempts: 3 },
    ...given,
  });
  const stored = () =>
    db.database.read((manager) =>
      manager.query<{ payload_json: string }[]>('SELECT payload_json FROM webhook_deliveries ORDER BY seq'),
    );

  it('takes progress only while the job runs, and the newest instead of the one before', async () => {
    const jobs = new JobsRepository(db.database, db.events, db.clock);
    const { mobilesd_job_id: jobId } = await jobs.insert(newJob());
    const tell = (payloadJson: string) =>
      deliveries.addLatest(
        message({ eventSeq: null, eventType: 'job.progress', jobId, lane: 'p', payloadJson }),
        [],
      );
    const become = (status: string) =>
      db.database.write((manager) => manager.query('UPDATE jobs SET status = ?', [status]));
    await tell('"too early"');
    expect(await stored()).toEqual([]);
    await become('processing');
    await tell('"first"');
    await tell('"second"');
    await become('completed');
    await tell('"too late"');
    expect(await stored()).toEqual([{ payload_json: '"second"' }]);
  });

  it('finds what is due of others behind everything of an owner that is full', async () => {
    for (let n = 0; n < 5; n += 1) await deliveries.add([message({ apiKeyId: 7 })]);
    await deliveries.add([message({ apiKeyId: 7, host: 'only.example' })]);
    await deliveries.add([
      message({ apiKeyId: 8, payloadJson: '"of 8"' }),
      message({ payloadJson: '"of 0"' }),
    ]);
    const dueOf = async (full: number[]) => (await deliveries.due('me.example', [], full))?.payload_json;
    expect(await dueOf([])).toBe('{}');
    expect(await dueOf([7])).toBe('"of 8"');
    expect(await dueOf([7, 8])).toBe('"of 0"');
    expect(await dueOf([0, 7, 8])).toBeUndefined();
    const hosts = await deliveries.hosts([7]);
    expect(hosts.map(({ host, due }) => [host, due])).toEqual([
      ['me.example', 1],
      ['only.example', 0],
    ]);
  });
});
