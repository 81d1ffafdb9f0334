import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { EventsRepository } from './events.repository.js';

describe('the range of stored events', () => {
  let temp: TempDatabase;
  let events: EventsRepository;
  beforeEach(async () => {
    temp = await openTempDatabase();
    events = new EventsRepository(temp.database);
  });
  afterEach(() => temp.close());

  const tell = () =>
    temp.database.write(() => temp.events.append({ type: 'queue.state', data: { paused: true } }));

  it('is empty before the first event', async () => {
    expect(await events.range()).toEqual({ first: 1, last: 0 });
  });

  it('ends with the last number given, also beside a temporary table that counts numbers of its own', async () => {
    await temp.database.write(async (manager) => {
      await manager.query(`CREATE TEMP TABLE passing (seq integer PRIMARY KEY AUTOINCREMENT, word text)`);
      await manager.query(`INSERT INTO passing (word) VALUES ('one')`);
    });
    for (let times = 0; times < 3; times += 1) await tell();
    expect(await events.range()).toEqual({ first: 1, last: 3 });
    await temp.database.write((manager) => manager.query(`DELETE FROM events`));
    expect(await events.range()).toEqual({ first: 4, last: 3 });
  });
});
