// The event stream as its listeners see it, while jobs run.
import { afterAll, afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Principal } from '../../src/access/contract/index.js';
import { startForgeSimulator, type ForgeSimulator } from '../../simulators/forge/index.js';
import type { Database } from '../../src/database/database.js';
import type { AppEvent } from '../../src/events/app-event.js';
import { EventStream, type StreamFrame } from '../../src/events/event-stream.js';
import { EventsRepository } from '../../src/events/events.repository.js';
import { EventReader, type ReadEvent } from '../support/event-reader.js';
import { eventually, moment } from '../support/eventually.js';
import { startApp, type RunningApp } from '../support/start-app.js';
import { openTempDatabase } from '../support/temp-database.js';

const idsOf = (events: readonly ReadEvent[]): number[] =>
  events.flatMap(({ id }) => (id === null ? [] : [id]));
const from = (first: number, last: number): number[] =>
  Array.from({ length: last - first + 1 }, (_, n) => first + n);

const who = Principal.console('loopback');

describe('the event stream', () => {
  let running: RunningApp;
  let simulator: ForgeSimulator;
  const readers: EventReader[] = [];

  beforeAll(async () => {
    running = await startApp({ PROGRESS_POLL_MS: '20' });
    simulator = await startForgeSimulator({ stepMs: 10, loadMs: 5, saveMs: 0 });
    await running.api.addServer({ alias: 'gpu', base_url: simulator.url });
  });
  afterEach(() => Promise.all(readers.splice(0).map((reader) => reader.close())));
  afterAll(async () => {
    await running.stop();
    await simulator.close();
  });

  async function listen(query?: string, lastEventId?: number): Promise<EventReader> {
    const reader = await EventReader.open(running.url, { query, lastEventId });
    readers.push(reader);
    return reader;
  }

  async function runJobs(count: number, params: Record<string, unknown> = {}): Promise<string[]> {
    const ids = await Promise.all(Array.from({ length: count }, () => running.api.submit({ params })));
    await Promise.all(ids.map((id) => running.api.ended(id, 'completed')));
    return ids;
  }

  it('tells of each job in order: created, running, completed once', async () => {
    const reader = await listen('kinds=job.created,job.updated,job.completed');
    const ids = await runJobs(4);
    await eventually(() => reader.of('job.completed').length === 4);
    for (const id of ids) {
      const own = reader.events.filter((event) => event.data['job_id'] === id);
      expect(own.map((event) => [event.type, event.data['status']])).toEqual([
        ['job.created', 'pending'],
        ['job.updated', 'processing'],
        ['job.completed', 'completed'],
      ]);
    }
  });

  it('numbers its events upwards without a gap', async () => {
    const reader = await listen();
    await runJobs(5);
    await eventually(() => reader.of('job.completed').length === 5);
    const ids = idsOf(reader.events);
    expect(ids).toEqual(from(ids[0] ?? 0, ids.at(-1) ?? 0));
  });

  it('tells progress that only rises, up to the end', async () => {
    const reader = await listen('kinds=job.progress,job.completed');
    const [id] = await runJobs(1, { steps: 150 });
    await eventually(() => reader.of('job.completed', id).length === 1);
    const percents = reader.of('job.progress', id).map((event) => Number(event.data['progress']));
    expect(percents.length).toBeGreaterThan(5);
    expect(percents).toEqual([...percents].sort((a, b) => a - b));
    expect(percents.every((percent) => percent >= 0 && percent <= 100)).toBe(true);
    expect(reader.of('job.progress', id).every((event) => event.id === null)).toBe(true);
    expect(reader.events.at(-1)?.type).toBe('job.completed');
  });

  it('gives a listener that comes back exactly what it missed, while jobs run on', async () => {
    const before = await listen('kinds=job.created,job.updated,job.completed');
    const first = await runJobs(2);
    await eventually(() => before.of('job.completed').length === first.length);
    const lastSeen = before.lastId;
    await before.close();
    const missed = Promise.all(
      Array.from({ length: 12 }, () => running.api.submit({ params: { steps: 8 } })),
    );
    await missed;
    const after = await listen(undefined, lastSeen);
    const ids = await missed;
    await Promise.all(ids.map((id) => running.api.ended(id, 'completed')));
    await eventually(() => after.of('job.completed').length === ids.length);
    expect(idsOf(after.events)).toEqual(from(lastSeen + 1, after.lastId));
    expect(
      after
        .of('job.completed')
        .map((event) => event.data['job_id'])
        .sort(),
    ).toEqual([...ids].sort());
  });

  it('loses and repeats nothing over many short connections', async () => {
    const start = await listen();
    await runJobs(1);
    await eventually(() => start.lastId > 0);
    const firstId = start.lastId;
    const jobs = runJobs(20, { steps: 2 });
    const seen: ReadEvent[] = [];
    const completed = (events: readonly ReadEvent[]): number =>
      events.filter((event) => event.type === 'job.completed').length;
    for (let round = 0; completed(seen) < 20; round += 1) {
      const reader = await listen(undefined, idsOf(seen).at(-1) ?? firstId);
      await eventually(
        () => idsOf(reader.events).length > round % 3 || completed([...seen, ...reader.events]) === 20,
      );
      await reader.close();
      seen.push(...reader.events);
    }
    await jobs;
    expect(idsOf(seen)).toEqual(from(firstId + 1, idsOf(seen).at(-1) ?? 0));
  });

  it('filters by job and by kind', async () => {
    await running.api.pause();
    const id = await running.api.submit({ params: { steps: 20 } });
    const ofJob = await listen(`job_id=${id}`);
    const ofKind = await listen('kinds=job.completed');
    const ofServers = await listen('kinds=server');
    const other = await running.api.submit();
    await running.api.resume();
    await running.api.ended(other, 'completed');
    await eventually(() => ofKind.of('job.completed').length === 2);
    await eventually(() => ofJob.of('job.completed').length === 1);
    expect(new Set(ofJob.events.map((event) => event.data['job_id']))).toEqual(new Set([id]));
    expect(new Set(ofKind.events.map((event) => event.type))).toEqual(new Set(['job.completed']));
    expect(ofServers.events).toEqual([]);
  });

  it('tells when a server goes and comes back', async () => {
    const reader = await listen('kinds=server&server=gpu');
    const repaired = moment();
    const back = simulator.restart(repaired.comes);
    await eventually(() => reader.events.some((event) => event.data['state'] === 'unreachable'));
    repaired.come();
    await back;
    await eventually(() => reader.events.at(-1)?.data['state'] === 'online');
    expect(new Set(reader.events.map((event) => event.type))).toEqual(new Set(['server.state']));
  });

  it('sends a listener with a number that it never gave to the lists', async () => {
    const reader = await listen(undefined, 1_000_000);
    await eventually(() => reader.of('reset').length === 1);
    const last = Number(reader.of('reset')[0]?.data['last']);
    expect(last).toBeGreaterThan(0);
    await runJobs(1);
    await eventually(() => reader.of('job.completed').length === 1);
    expect(idsOf(reader.events.slice(1))[0]).toBe(last + 1);
  });

  it('tells of a pause and its end', async () => {
    const reader = await listen('kinds=queue');
    await running.api.pause();
    await running.api.resume();
    await eventually(() => reader.events.length === 2);
    expect(reader.events.map((event) => event.data['paused'])).toEqual([true, false]);
  });
});

/** Something happens right before or right after each look at the stored events. */
class BusyRepository extends EventsRepository {
  constructor(
    database: Database,
    private readonly before: () => Promise<void>,
    private readonly afterwards: () => Promise<void>,
  ) {
    super(database);
  }

  override async after(seq: number, limit: number): Promise<AppEvent[]> {
    await this.before();
    const page = await super.after(seq, limit);
    await this.afterwards();
    return page;
  }
}

describe('the moment between replay and live', () => {
  it.each(['before', 'after'])(
    'neither loses nor repeats what happens right %s the last look at the stored events',
    async (when) => {
      const temp = await openTempDatabase();
      const happen = (): Promise<void> => temp.events.append({ type: 'queue.state', data: { paused: true } });
      const nothing = async (): Promise<void> => undefined;
      const stream = new EventStream(
        temp.events,
        new BusyRepository(
          temp.database,
          when === 'before' ? happen : nothing,
          when === 'after' ? happen : nothing,
        ),
      );
      for (let n = 0; n < 3; n += 1) await happen();
      const numbers: (number | null)[] = [];
      const listening = stream
        .listen({ kinds: [], who }, 1)
        .subscribe((frame) => 'event' in frame && numbers.push(frame.event.seq));
      await eventually(() => numbers.length >= 3);
      await happen();
      await eventually(() => numbers.includes(5));
      expect(numbers).toEqual([2, 3, 4, 5]);
      listening.unsubscribe();
      await temp.close();
    },
  );
});

describe('what is left of an old stream', () => {
  it('resets a listener whose events have been forgotten', async () => {
    const temp = await openTempDatabase();
    const repository = new EventsRepository(temp.database);
    const stream = new EventStream(temp.events, repository);
    for (let n = 0; n < 5; n += 1) await temp.events.append({ type: 'queue.state', data: { n } });
    temp.clock.advance(1_000);
    await temp.events.append({ type: 'queue.state', data: { n: 5 } });
    await repository.prune(temp.clock.iso(), 100);
    const frames: StreamFrame[] = [];
    const listening = stream.listen({ kinds: [], who }, 2).subscribe((frame) => frames.push(frame));
    await eventually(() => frames.length === 1);
    expect(frames).toEqual([{ reset: { last: 6 } }]);
    listening.unsubscribe();
    await temp.close();
  });

  it('keeps a quiet connection open with a comment every 15 seconds', async () => {
    const temp = await openTempDatabase();
    const stream = new EventStream(temp.events, new EventsRepository(temp.database));
    jest.useFakeTimers();
    const frames: StreamFrame[] = [];
    const listening = stream.listen({ kinds: [], who }).subscribe((frame) => frames.push(frame));
    jest.advanceTimersByTime(46_000);
    jest.useRealTimers();
    expect(frames).toEqual(Array(3).fill({ comment: 'keep-alive' }));
    listening.unsubscribe();
    expect(stream.listeners).toBe(0);
    await temp.close();
  });
});
