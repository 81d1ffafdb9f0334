// Clients name their tasks themselves (`force_task_id`) and ask for progress by that name. In memory: the name is of use
// only while the client that gave it waits.
import { Injectable } from '@nestjs/common';

const MOST_NAMES = 10_000;

@Injectable()
export class TaskNames {
  private readonly jobs = new Map<string, string>();
  private readonly names = new Map<string, string>();

  remember(owner: string, name: string, jobId: string): void {
    this.jobs.set(keyOf(owner, name), jobId);
    this.names.set(jobId, name);
    forgetOldest(this.jobs);
    forgetOldest(this.names);
  }

  /** Other callers may have given the same name to jobs of theirs. */
  jobOf(owner: string, name: string): string | undefined {
    return this.jobs.get(keyOf(owner, name));
  }

  nameOf(jobId: string): string | undefined {
    return this.names.get(jobId);
  }
}

function keyOf(owner: string, name: string): string {
  return `${owner} ${name}`;
}

function forgetOldest(map: Map<string, string>): void {
  if (map.size <= MOST_NAMES) return;
  const [oldest] = map.keys();
  if (oldest !== undefined) map.delete(oldest);
}
