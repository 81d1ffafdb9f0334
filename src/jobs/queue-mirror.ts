// The waiting jobs in memory, as the scheduler weighs them, kept in step with the table: every change of a row is noted
// by triggers (`queue-mirror.repository.ts`) and read before a choice is made, inside the same write. The table stays the
// truth: a claim is a guarded statement, and one that finds its job gone takes it out here.
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { WaitingBook } from '../scheduling/waiting-book.js';
import type { WaitingJob } from '../scheduling/waiting-job.js';
import { readTags } from '../servers/server-tags.js';
import type { SizedJob } from './job-memory.js';
import { readStage, type MemoryStage } from './memory-stage.js';
import { QueueMirrorRepository, type ExclusionRow, type WaitingRow } from './queue-mirror.repository.js';

/** A waiting job that has not had its parameters weighed yet counts as this much work. */
const UNKNOWN_WORK = 10;
const MOST_TEXTS = 10_000;

/** A job that has a slot of a server. */
export type RunningJob = SizedJob & { serverId: string };

@Injectable()
export class QueueMirror {
  readonly book = new WaitingBook();
  private readonly exclusions = new Map<number, Map<string, number>>();
  private readonly tags = new Map<number, string[]>();
  private readonly stages = new Map<number, MemoryStage>();
  /** One copy of each text: a hundred thousand jobs share a few. */
  private readonly texts = new Map<string, string>();
  /** Read in a write that may still be taken back, and its notes with it: they are read again until it is on disk. */
  private readonly unsure = new Set<number>();
  private started = false;

  constructor(
    private readonly database: Database,
    private readonly repository: QueueMirrorRepository,
  ) {}

  /**
   * Brings the book up to date; within a write with all that was written so far.
   * @returns the numbers of jobs that wait no more
   */
  refresh(): Promise<number[]> {
    return this.database.write(async () => {
      if (!this.started) return this.load();
      const { seqs, rows, exclusions } = await this.repository.changes(this.unsure);
      for (const seq of seqs) this.forget(seq);
      this.take(rows, exclusions);
      this.confirm(seqs);
      return seqs.filter((seq) => !this.book.get(seq));
    });
  }

  /** The row is not what it was thought to be. */
  forget(seq: number): void {
    this.book.remove(seq);
    this.exclusions.delete(seq);
    this.tags.delete(seq);
    this.stages.delete(seq);
  }

  /** Does the job stay away from that server at the moment? */
  isExcluded(seq: number, serverId: string, nowMs: number): boolean {
    const until = this.exclusions.get(seq)?.get(serverId);
    return until !== undefined && until > nowMs;
  }

  tagsOf(seq: number): readonly string[] {
    return this.tags.get(seq) ?? [];
  }

  /** How far its search for enough memory has come; null: not begun. */
  stageOf(seq: number): MemoryStage | null {
    return this.stages.get(seq) ?? null;
  }

  /** What has a slot of a server now. */
  async running(): Promise<RunningJob[]> {
    const rows = await this.repository.placed();
    return rows.map((row) => ({
      serverId: row.slot_server_id,
      ...{ appType: row.app_type, model: row.model ?? '' },
      ...{ megapixels: row.megapixels ?? 0, batch: row.batch ?? 1 },
    }));
  }

  private confirm(seqs: readonly number[]): void {
    if (!seqs.length) return;
    for (const seq of seqs) this.unsure.add(seq);
    this.database.afterCommit(() => seqs.forEach((seq) => this.unsure.delete(seq)));
  }

  private async load(): Promise<number[]> {
    const { rows, exclusions } = await this.repository.all();
    this.book.clear();
    this.exclusions.clear();
    this.tags.clear();
    this.stages.clear();
    this.take(rows, exclusions);
    // Should this write fail, its triggers go with it, and the next one begins anew.
    this.database.afterCommit(() => (this.started = true));
    return [];
  }

  private take(rows: readonly WaitingRow[], exclusions: readonly ExclusionRow[]): void {
    for (const row of rows) {
      this.book.put(this.jobOf(row));
      if (row.tags !== '') this.tags.set(row.seq, readTags(row.tags));
      const stage = readStage(row.memory_stage_json);
      if (stage) this.stages.set(row.seq, stage);
    }
    for (const { seq, server_id: serverId, until } of exclusions) {
      const own = this.exclusions.get(seq) ?? new Map<string, number>();
      this.exclusions.set(seq, own);
      own.set(serverId, until === null ? Infinity : Date.parse(until));
    }
  }

  private jobOf(row: WaitingRow): WaitingJob {
    return {
      seq: row.seq,
      appType: this.shared(row.app_type),
      target: row.target_server_alias === null ? null : this.shared(row.target_server_alias),
      tenant: this.shared(row.lane),
      keyId: row.api_key_id,
      priority: row.priority,
      round: row.round,
      position: row.position,
      background: row.background === 1,
      model: this.shared(row.model ?? ''),
      work: row.work ?? UNKNOWN_WORK,
      megapixels: row.megapixels ?? 0,
      batch: row.batch ?? 1,
      createdMs: Date.parse(row.creation_timestamp),
      notBeforeMs: row.not_before === null ? null : Date.parse(row.not_before),
      blocked: row.held === 1 || row.open_dependencies > 0,
      placed: row.placed === 1,
    };
  }

  private shared(text: string): string {
    // Clients choose some of them.
    if (this.texts.size > MOST_TEXTS) this.texts.clear();
    const known = this.texts.get(text);
    if (known !== undefined) return known;
    this.texts.set(text, text);
    return text;
  }
}
