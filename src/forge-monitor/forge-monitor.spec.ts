import { describe, expect, it } from '@jest/globals';
import fc from 'fast-check';
import { lastValueFrom, toArray } from 'rxjs';
import {
  DONE,
  IDLE,
  LOADING,
  QUEUED,
  SETTINGS,
  UNKNOWN,
  active,
  feed,
  phases,
  sampling,
} from '../../test/support/monitor-looks.js';
import { monitorTask } from './forge-monitor.js';
import type { Observation } from './observation.js';

describe('the monitor', () => {
  it('tells the phases of a run in order', () => {
    const events = feed([
      { at: 0, task: UNKNOWN, server: IDLE },
      { at: 1, task: QUEUED, server: sampling(3) },
      { at: 2, task: active(0), server: LOADING },
      { at: 3, task: active(0.2), server: sampling(2) },
      { at: 4, task: active(0.9), server: sampling(9) },
      { at: 5, task: active(1), server: sampling(0, 10, 1) },
      { at: 6, task: DONE, server: IDLE },
    ]);
    expect(phases(events)).toEqual([
      'queued_on_server 0',
      'loading_model 0',
      'sampling 20',
      'sampling 90',
      'saving 99',
    ]);
    expect(events[2]).toMatchObject({ step: 2, steps: 10, etaSeconds: 4 });
  });

  it('does not believe the step counters while a model loads', () => {
    expect(feed([{ at: 0, task: active(0), server: LOADING }])).toEqual([
      expect.objectContaining({ phase: 'loading_model', step: null, etaSeconds: null }),
    ]);
  });

  it('calls every second pass hires when the job has it', () => {
    const looks = [
      { at: 0, task: active(0.25), server: sampling(5, 10, 0, 2) },
      { at: 1, task: active(0.75), server: sampling(5, 10, 1, 2) },
    ];
    expect(phases(feed(looks, { hires: true }))).toEqual(['sampling 25', 'hires 75']);
  });

  it('says nothing twice', () => {
    const look = { task: active(0.5), server: sampling(5) };
    expect(feed([1, 2, 3].map((at) => ({ at, ...look })))).toHaveLength(1);
  });

  it('never lets the percentage fall, whatever a server says', () => {
    const report = fc.oneof(
      fc.constant(UNKNOWN),
      fc.constant(QUEUED),
      fc.double({ min: 0, max: 2, noNaN: true }).map(active),
    );
    fc.assert(
      fc.property(fc.array(report, { maxLength: 30 }), (tasks) => {
        const events = feed(tasks.map((task, i) => ({ at: i, task, server: sampling(i % 10) })));
        const percents = events.flatMap((e) => (e.type === 'progress' ? [e.percent] : []));
        expect(percents).toEqual([...percents].sort((a, b) => a - b));
        expect(percents.every((percent) => percent >= 0 && percent < 100)).toBe(true);
      }),
    );
  });

  it('passes each preview on once', () => {
    const preview = { id: 3, bytes: Buffer.of(1), mediaType: 'image/png' };
    const task = { ...active(0.5), preview };
    const events = feed([
      { at: 0, task, server: sampling(5) },
      { at: 1, task, server: sampling(6) },
    ]);
    expect(events.filter(({ type }) => type === 'preview')).toHaveLength(1);
  });

  it('notices an interruption while it runs', () => {
    const server = { ...sampling(5), interrupted: true };
    expect(feed([{ at: 0, task: active(0.5), server }])).toContainEqual({ type: 'interrupted' });
  });

  it('looks again and again until the end, and stops when nobody listens', async () => {
    let looks = 0;
    const look = async (): Promise<Observation> => {
      looks += 1;
      const isDone = looks > 3;
      return {
        at: Date.now(),
        task: isDone ? DONE : active(looks / 10),
        server: isDone ? IDLE : sampling(looks),
        dead: null,
      };
    };
    const settings = { ...SETTINGS, pollMs: 1, attached: false };
    const events = await lastValueFrom(monitorTask(look, settings).pipe(toArray()));
    expect(events.at(-1)).toEqual({ type: 'end', reason: 'completed' });
    const seen = looks;
    let aborted = false;
    const hanging = (_id: number, signal: AbortSignal): Promise<Observation> => {
      signal.addEventListener('abort', () => (aborted = true));
      return new Promise(() => undefined);
    };
    monitorTask(hanging, settings).subscribe().unsubscribe();
    expect(aborted).toBe(true);
    expect(looks).toBe(seen);
  });
});
