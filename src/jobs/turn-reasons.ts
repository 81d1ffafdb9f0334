// Gathers what `turn-reason.ts` goes by: the scheduler's last choices, and what it would see now.
import { Injectable } from '@nestjs/common';
import { mayGoTo } from '../scheduling/candidates.js';
import { hasRoom } from '../scheduling/gpu-room.js';
import type { SchedulingSnapshot, ServerView } from '../scheduling/scheduling-snapshot.js';
import type { WaitingJob } from '../scheduling/waiting-job.js';
import { JobChooser } from './job-chooser.js';
import type { WaitingReason } from './job.js';
import { KeyRulesRepository } from './key-rules.repository.js';
import { turnReason, type LastChoice } from './turn-reason.js';

@Injectable()
export class TurnReasons {
  constructor(
    private readonly chooser: JobChooser,
    private readonly keys: KeyRulesRepository,
  ) {}

  /** For each waiting job, by its number; null where it only stands behind others. */
  async now(): Promise<(seq: number) => WaitingReason | null> {
    const snapshot = await this.chooser.look(await this.keys.read());
    return (seq) => {
      const job = this.chooser.mirror.book.get(seq);
      return job ? this.reasonFor(job, snapshot) : null;
    };
  }

  private reasonFor(job: WaitingJob, snapshot: SchedulingSnapshot): WaitingReason | null {
    const { standings } = this.chooser;
    const suitable = snapshot.servers.filter((one) => mayGoTo(job, one) && snapshot.fits(job, one));
    const slots = suitable.reduce((sum, one) => sum + one.slots, 0);
    return turnReason({
      model: job.model,
      tenant: job.tenant,
      background: job.background,
      share: standings.shares.of(job.tenant),
      pass: standings.passes.of(job.seq),
      maxPasses: snapshot.rules.maxPasses * slots,
      choices: suitable.flatMap((one) => this.lastChoice(one)),
      noRoomOn: noRoomOn(job, suitable, snapshot),
      leftFor: leftFor(job, suitable),
      quantumSeconds: snapshot.rules.quantumSeconds,
    });
  }

  private lastChoice({ id, alias }: ServerView): LastChoice[] {
    const decision = this.chooser.standings.lastDecision(id);
    if (!decision) return [];
    const { reason, job } = decision.choice;
    const share = this.chooser.standings.shares.of(job.tenant);
    return [{ alias, reason, model: job.model, tenant: job.tenant, share }];
  }
}

function noRoomOn(
  job: WaitingJob,
  suitable: readonly ServerView[],
  { sharing }: SchedulingSnapshot,
): string | null {
  const idle = suitable.filter(({ freeInSeconds }) => freeInSeconds === 0);
  return idle.some((one) => hasRoom(job, one, sharing)) ? null : (idle[0]?.alias ?? null);
}

function leftFor(
  job: WaitingJob,
  suitable: readonly ServerView[],
): { alias: string; seconds: number } | null {
  const holder = suitable.find((one) => one.model === job.model && one.freeInSeconds > 0);
  const isIdle = suitable.some((one) => one.model !== job.model && one.freeInSeconds === 0);
  return holder && isIdle && job.model !== '' ? { alias: holder.alias, seconds: holder.freeInSeconds } : null;
}
