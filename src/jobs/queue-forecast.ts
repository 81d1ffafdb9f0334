// The front of the queue played through by the rules that run it (`scheduling/play-through.ts`), with ranges: when its
// jobs start and end, and when each slot is free behind them.
import { Injectable } from '@nestjs/common';
import { playThrough, type PlayedStart } from '../scheduling/play-through.js';
import type { SchedulingSnapshot, ServerView } from '../scheduling/scheduling-snapshot.js';
import { DurationBook } from './duration-book.js';
import type { SecondsRange } from './duration-model.js';
import { JobChooser } from './job-chooser.js';
import { KeyRulesRepository } from './key-rules.repository.js';
import { RunningJobs } from './running-jobs.js';
import { atLeast, exactly, meanOf, NOW, plus } from './seconds-range.js';

/** Seconds from now. */
export interface ForeseenJob {
  start: SecondsRange;
  end: SecondsRange;
}

export interface ForeseenSlot {
  serverId: string;
  freeIn: SecondsRange;
  /** False: nothing is known of a job that runs or would run there, so that the time is no more than a guess. */
  known: boolean;
}

export interface QueueForecast {
  /** Without those whose start can only be guessed. */
  jobs: ReadonlyMap<number, ForeseenJob>;
  /** Their numbers in the order in which they start. */
  order: readonly number[];
  /** Behind all of them. */
  slots: readonly ForeseenSlot[];
  /** What one of them takes; null when nothing is known of any. */
  mean: SecondsRange | null;
}

@Injectable()
export class QueueForecaster {
  constructor(
    private readonly chooser: JobChooser,
    private readonly keys: KeyRulesRepository,
    private readonly running: RunningJobs,
    private readonly book: DurationBook,
  ) {}

  /** Plays until so many jobs have started, or nothing more can. */
  async play(most: number): Promise<QueueForecast> {
    const snapshot = await this.chooser.look(await this.keys.read());
    const { mirror, standings } = this.chooser;
    const slots = await this.slotsOf(snapshot.servers);
    const played = playThrough(
      {
        snapshot,
        shares: standings.shares,
        passes: standings.passes,
        waiting: mirror.book.copy(),
        slots: slots.map(({ serverId, freeIn }) => ({ serverId, freeInSeconds: freeIn.typical })),
      },
      most,
    );
    return this.withRanges(snapshot, slots, played.starts);
  }

  private async slotsOf(servers: readonly ServerView[]): Promise<ForeseenSlot[]> {
    const running = await this.running.byServer();
    return servers.flatMap(({ id, slots, freeInSeconds }) => {
      const busy = running.get(id) ?? [];
      return Array.from({ length: Math.max(slots, busy.length) }, (_, index) => {
        if (index >= busy.length) return { serverId: id, freeIn: NOW, known: true };
        const left = busy[index] ?? null;
        return { serverId: id, freeIn: left ?? exactly(freeInSeconds), known: left !== null };
      });
    });
  }

  private withRanges(
    snapshot: SchedulingSnapshot,
    before: readonly ForeseenSlot[],
    starts: readonly PlayedStart[],
  ): QueueForecast {
    const slots = before.map((slot) => ({ ...slot }));
    const jobs = new Map<number, ForeseenJob>();
    const lengths: SecondsRange[] = [];
    for (const start of starts) {
      const slot = slots[start.slot]!;
      const { length, known } = this.lengthOf(start, snapshot);
      const begins = atLeast(slot.freeIn, start.startsInSeconds);
      slot.freeIn = plus(begins, length);
      if (slot.known) jobs.set(start.seq, { start: begins, end: slot.freeIn });
      if (known) lengths.push(length);
      slot.known &&= known;
    }
    return { jobs, order: starts.map(({ seq }) => seq), slots, mean: meanOf(lengths) };
  }

  /** Of a job with the loading of its model, as wide as jobs of its kind differ. */
  private lengthOf(
    { seq, serverId, startsInSeconds, endsInSeconds }: PlayedStart,
    snapshot: SchedulingSnapshot,
  ): { length: SecondsRange; known: boolean } {
    const job = this.chooser.mirror.book.get(seq);
    const server = snapshot.servers.find(({ id }) => id === serverId);
    const whole = endsInSeconds - startsInSeconds;
    if (!job || !server) return { length: exactly(whole), known: false };
    const { appType, model, work } = job;
    const known = this.book.estimate({ appType, model, work }, [serverId]);
    if (!known) return { length: exactly(whole), known: false };
    const loading = whole - snapshot.jobSeconds(job, server);
    return { length: plus(known, exactly(Math.max(0, loading))), known: true };
  }
}
