// What the server has promised, as the client heard it: each line is on disk before the next request is made, so that
// this file, not the server, says what must be there in the end.
import { closeSync, fsyncSync, openSync, writeSync } from 'node:fs';

export interface AcknowledgedJob {
  id: string;
  /** As it was given; null when the server was to choose one. */
  seed: number | null;
  images: number;
}

export class CrashHistory {
  readonly jobs: AcknowledgedJob[] = [];
  /** Cancels that were answered with 200. */
  readonly cancelled = new Set<string>();
  /** Cancels whose answer never came: both ends are right. */
  readonly maybeCancelled = new Set<string>();
  /** Submits whose answer never came: such a job may be there or not, but if it is, it must be whole. */
  unanswered = 0;
  private readonly file: number;

  constructor(path: string) {
    this.file = openSync(path, 'a');
  }

  accepted(job: AcknowledgedJob): void {
    this.jobs.push(job);
    this.append({ accepted: job });
  }

  cancelAccepted(id: string): void {
    this.cancelled.add(id);
    this.maybeCancelled.delete(id);
    this.append({ cancelled: id });
  }

  close(): void {
    closeSync(this.file);
  }

  private append(line: object): void {
    writeSync(this.file, `${JSON.stringify(line)}\n`);
    fsyncSync(this.file);
  }
}
