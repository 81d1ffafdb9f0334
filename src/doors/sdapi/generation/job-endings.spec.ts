import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openTempDatabase, type TempDatabase } from '../../../../test/support/temp-database.js';
import type { StoredEventType } from '../../../events/app-event.js';
import { JobEndings } from './job-endings.js';

let temp: TempDatabase;
let endings: JobEndings;
beforeEach(async () => {
  temp = await openTempDatabase();
  endings = new JobEndings(temp.events);
});
afterEach(async () => {
  endings.onModuleDestroy();
  await temp.close();
});

const tell = (type: StoredEventType, jobId: string): Promise<void> =>
  temp.database.write(() => temp.events.append({ type, jobId, data: {} }));
const forever = new AbortController().signal;

describe(JobEndings.name, () => {
  it('does not wait for a job that has ended already', async () => {
    await endings.wait('a', async () => true, forever);
  });

  it('is not late when the job ends while it looks', async () => {
    let looks = 0;
    await endings.wait(
      'a',
      async () => {
        looks += 1;
        if (looks === 1) await tell('job.completed', 'a');
        return looks > 1;
      },
      forever,
    );
    expect(looks).toBe(2);
  });

  it('looks again only at signs of this job’s end', async () => {
    let looks = 0;
    let ended = false;
    const waiting = endings.wait('a', async () => ((looks += 1), ended), forever);
    await tell('job.completed', 'b');
    await tell('job.updated', 'a');
    ended = true;
    await tell('job.failed', 'a');
    await waiting;
    expect(looks).toBe(2);
  });

  it('wakes everybody who waits, and lets go of who leaves', async () => {
    let ended = false;
    const leaving = new AbortController();
    const left = endings.wait('a', async () => ended, leaving.signal);
    const waiting = Array.from({ length: 100 }, () => endings.wait('a', async () => ended, forever));
    leaving.abort();
    await left;
    ended = true;
    await tell('job.cancelled', 'a');
    await Promise.all(waiting);
  });

  it('hands on what the look throws', async () => {
    await expect(endings.wait('a', () => Promise.reject(new Error('gone')), forever)).rejects.toThrow('gone');
  });
});
