import { SetMetadata } from '@nestjs/common';

export const SCHEDULED_TASK = 'stablequeue:scheduled-task';

/** What is done again and again, as people are told of it. */
export interface TaskFacts {
  /** Stable: `prune-events`. */
  name: string;
  /** A sentence. */
  description: string;
  everyMs: number;
}

/** Runs the method every `everyMs` while the server is up (`task-schedule.ts`), and lists it among the tasks. */
export function ScheduledTask(facts: TaskFacts): MethodDecorator {
  return SetMetadata(SCHEDULED_TASK, facts);
}
