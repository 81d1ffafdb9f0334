import { afterEach, beforeEach, describe, expect, it } from '@jest/globals';
import { Principal } from '../access/contract/index.js';
import { openTempDatabase, type TempDatabase } from '../../test/support/temp-database.js';
import { eventually } from '../../test/support/eventually.js';
import { EventStream, type StreamFrame } from './event-stream.js';
import { EventsRepository } from './events.repository.js';

/** An assertion as a look that `eventually` can repeat. */
function holds(assertion: () => void): true {
  assertion();
  return true;
}

const who = Principal.console('loopback');

describe(EventStream.name, () => {
  let db: TempDatabase;
  let stream: EventStream;
  beforeEach(async () => {
    db = await openTempDatabase();
    stream = new EventStream(db.events, new EventsRepository(db.database));
  });
  afterEach(async () => {
    stream.onModuleDestroy();
    await db.close();
  });

  const happen = (jobId: string) =>
    db.database.write(() => db.events.append({ type: 'job.updated', jobId, data: {} }));
  const listen = (after?: number, wanted = { kinds: [] as string[], who }) => {
    const frames: StreamFrame[] = [];
    const subscription = stream.listen(wanted, after).subscribe((frame) => frames.push(frame));
    const numbers = () => frames.flatMap((frame) => ('event' in frame ? [frame.event.seq] : []));
    return { frames, numbers, stop: () => subscription.unsubscribe() };
  };

  it('starts with what happens from now on', async () => {
    await happen('before');
    const listener = listen();
    await happen('after');
    await eventually(() => holds(() => expect(listener.numbers()).toEqual([2])));
  });

  it('replays what a listener missed and goes on without a gap or a repeat', async () => {
    for (let n = 0; n < 1_200; n += 1) await happen(`job ${n}`);
    const writing = Promise.all(Array.from({ length: 50 }, (_, n) => happen(`live ${n}`)));
    const listener = listen(100);
    await writing;
    await happen('last');
    await eventually(() =>
      holds(() => expect(listener.numbers()).toEqual(Array.from({ length: 1_151 }, (_, n) => n + 101))),
    );
  });

  it('tells a listener to read the lists again when what it missed is gone', async () => {
    for (let n = 0; n < 5; n += 1) await happen('job');
    await new EventsRepository(db.database).prune(db.clock.isoIn(1), 3);
    const listener = listen(1);
    await eventually(() => holds(() => expect(listener.frames[0]).toEqual({ reset: { last: 5 } })));
    const ahead = listen(99);
    await eventually(() => holds(() => expect(ahead.frames[0]).toEqual({ reset: { last: 5 } })));
  });

  it('tells nothing of a write that failed', async () => {
    const listener = listen();
    const failing = db.database.write(async () => {
      await db.events.append({ type: 'job.created', jobId: 'x', data: {} });
      throw new Error('no');
    });
    await expect(failing).rejects.toThrow('no');
    await happen('real');
    await eventually(() => holds(() => expect(listener.frames).toHaveLength(1)));
  });

  it('filters by kind', async () => {
    const servers = listen(0, { kinds: ['server'], who });
    const jobs = listen(0, { kinds: ['job.updated'], who });
    await happen('a');
    await eventually(() => holds(() => expect(jobs.frames).toHaveLength(1)));
    expect(servers.frames).toHaveLength(0);
  });

  it('tells of templates whom their engine is open to', async () => {
    const heardBy = (appType: string) => {
      const facts = { ...Principal.nobody(), kind: 'key' as const, appTypes: [appType] };
      return listen(0, { kinds: ['workflow'], who: new Principal(facts) }).frames;
    };
    const [forge, comfyui] = [heardBy('forge'), heardBy('comfyui')];
    const data = { app_type: 'comfyui', name: 'ink' };
    await db.database.write(() => db.events.append({ type: 'workflow.updated', data }));
    await eventually(() => comfyui.length === 1);
    expect(forge).toEqual([]);
  });

  it('ends every stream when the process stops', () => {
    let ended = false;
    stream.listen({ kinds: [], who }).subscribe({ complete: () => (ended = true) });
    stream.onModuleDestroy();
    expect(ended).toBe(true);
    expect(stream.listeners).toBe(0);
  });
});
