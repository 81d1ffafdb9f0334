import { describe, expect, it } from '@jest/globals';
import { Subject, take, toArray, lastValueFrom } from 'rxjs';
import {
  SETTINGS,
  UNKNOWN,
  active,
  ends,
  feed,
  phases,
  type Look,
} from '../../test/support/monitor-looks.js';
import { monitorTask } from './forge-monitor.js';
import type { Observation, QueueReport } from './observation.js';

const waiting = (at: number, etaSeconds: number | null = null): { at: number; queue: QueueReport } => ({
  at,
  queue: { state: 'waiting', etaSeconds, heardAt: at * 1000 },
});
const running = (at: number, heardAt = at): { at: number; queue: QueueReport } => ({
  at,
  queue: { state: 'running', etaSeconds: null, heardAt: heardAt * 1000 },
});

describe('what the queue of the page tells', () => {
  it('merges with what is seen of the task', () => {
    const events = feed([
      waiting(0, 12),
      { ...waiting(1), task: UNKNOWN },
      running(2),
      { ...running(3, 2), task: active(0) },
      { ...running(4, 2), task: active(0.4) },
    ]);
    expect(phases(events)).toEqual(['queued_on_server 0', 'loading_model 0', 'sampling 40']);
    expect(events[0]).toMatchObject({ etaSeconds: 12 });
  });

  it('counts as waiting for as long as it says so, though the task is not known elsewhere', () => {
    const looks: Look[] = [0, 100, 1_000].map((at) => ({ ...waiting(at), task: UNKNOWN }));
    expect(ends(feed(looks))).toEqual([]);
    expect(ends(feed([...looks, { at: 1_030, task: active(0) }, { at: 1_059, task: active(0) }]))).toEqual(
      [],
    );
    expect(ends(feed([...looks, { at: 1_061, task: active(0) }]))).toEqual(['no_first_step']);
  });

  it('is a sign of life while other questions get no answer', () => {
    const silent = [30, 60, 90, 119].map((at): Look => ({ at }));
    expect(ends(feed([{ at: 0, task: active(0.5) }, ...silent, { at: 121 }]))).toEqual(['silent']);
    const beating = silent.map(({ at }): Look => running(at));
    expect(ends(feed([{ at: 0, task: active(0.5) }, ...beating, { at: 121 }]))).toEqual([]);
    const refused = { dead: 'refused' } as const;
    expect(ends(feed([{ at: 1, ...refused }, running(9), { at: 12, ...refused }]))).toEqual([]);
  });

  it('counts at once, between two looks', async () => {
    const told = new Subject<QueueReport>();
    const look = (): Promise<Observation> => new Promise(() => undefined);
    const events$ = monitorTask(look, { ...SETTINGS, pollMs: 60_000 }, told).pipe(take(1), toArray());
    const events = lastValueFrom(events$);
    told.next({ state: 'waiting', etaSeconds: 3, heardAt: Date.now() });
    expect(await events).toMatchObject([{ phase: 'queued_on_server', etaSeconds: 3 }]);
  });
});
