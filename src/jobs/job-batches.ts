// One action on many jobs. Each job is a unit of its own: what goes wrong with one is its outcome and nobody else's.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { DomainError } from '../common/errors.js';
import type { MoveJobDto } from './generate.dto.js';
import type { JobBatchDto, JobBatchResultDto, JobOutcomeDto } from './job-batch.dto.js';
import type { JobRow } from './job.js';
import { JobsService } from './jobs.service.js';
import { refuseProblems } from './submission.js';

type Action = (id: string) => Promise<JobRow | void>;

@Injectable()
export class JobBatches {
  constructor(private readonly jobs: JobsService) {}

  /** @throws InvalidRequestError when the action lacks what it needs */
  async run(dto: JobBatchDto, who: Principal): Promise<JobBatchResultDto> {
    const action = this.actionOf(dto, who);
    const ids = inOrder([...new Set(dto.ids)], dto);
    const results: JobOutcomeDto[] = [];
    for (const id of ids) results.push(await outcomeOf(id, action));
    const failed = results.filter((result) => !result.success).length;
    return { success: failed === 0, succeeded: results.length - failed, failed, results };
  }

  private actionOf(dto: JobBatchDto, who: Principal): Action {
    const { action, priority, edit } = dto;
    if (action === 'cancel') return (id) => this.jobs.cancel(id, who);
    if (action === 'retry') return (id) => this.jobs.retry(id, who);
    if (action === 'delete') return (id) => this.jobs.delete(id, who);
    if (action === 'hold' || action === 'release')
      return (id) => this.jobs.setHeld(id, action === 'hold', who);
    if (action === 'move') return this.moveOf(needed(dto.move, 'move'), who);
    if (action === 'priority') {
      const wanted = needed(priority, 'priority');
      return (id) => this.jobs.setPriority(id, wanted, who);
    }
    const changes = needed(edit, 'edit');
    return (id) => this.jobs.edit(id, changes, who);
  }

  private moveOf(move: MoveJobDto, who: Principal): Action {
    return (id) => this.jobs.move(id, move, who);
  }
}

/** Each that goes to the top pushes the one before it down, so the last one has to go first. */
function inOrder(ids: string[], dto: JobBatchDto): string[] {
  return dto.action === 'move' && dto.move?.to === 'top' ? ids.reverse() : ids;
}

async function outcomeOf(id: string, action: Action): Promise<JobOutcomeDto> {
  try {
    const row = await action(id);
    return { id, success: true, status: row ? row.status : null, error: null, message: null };
  } catch (error) {
    // A refusal is the outcome of this job; anything else is a failure of ours and ends the request.
    if (!(error instanceof DomainError)) throw error;
    return { id, success: false, status: null, error: error.code, message: error.message };
  }
}

function needed<T>(value: T | null | undefined, name: string): T {
  if (value === undefined || value === null)
    refuseProblems([{ path: name, message: `is needed for the action "${name}"` }]);
  return value!;
}
