// From a pipeline that was asked for to the jobs that will be stored, in an order in which each comes after those that
// it waits for. Each is prepared as if it had been submitted alone; problems are gathered with where they are. Stores
// nothing.
import { Inject, Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { QuotaBook } from '../api-keys/quota-book.js';
import { BulkTooLargeError } from '../bulks/bulk-errors.js';
import type { FieldProblem } from '../common/errors.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import type { JobWarning } from '../jobs/job.js';
import type { NewJob } from '../jobs/jobs.repository.js';
import { JobsService } from '../jobs/jobs.service.js';
import { ServerFleet } from '../servers/server-fleet.js';
import type { PipelineRequest } from './pipeline-intake.js';
import { PipelinePlanning, type PlannedStep } from './pipeline-planning.js';

export interface PipelinePlan {
  jobs: NewJob[];
  /** In the order of the request. */
  steps: PlannedStep[];
  problems: FieldProblem[];
  warnings: JobWarning[];
}

@Injectable()
export class PipelinePlanner {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly jobs: JobsService,
    private readonly registry: DispatcherRegistry,
    private readonly fleet: ServerFleet,
    private readonly quotas: QuotaBook,
  ) {}

  /** @throws BulkTooLargeError */
  plan(request: PipelineRequest, who: Principal): PipelinePlan {
    const planning = new PipelinePlanning(request, {
      prepare: (dto, asked) => this.jobs.prepare(dto, { asked, warnings: [], who }),
      dispatcherOf: (appType) => this.registry.get(appType),
      hasServer: (appType) =>
        this.fleet.all().some((server) => server.appType === appType && who.mayUseServer(server.alias)),
      checkSize: (jobs) => this.checkSize(jobs, who),
    });
    for (const place of request.order) planning.add(place);
    const steps = planning.steps;
    return {
      jobs: steps.flatMap((step) => step.jobs),
      steps: [...steps].sort((a, b) => a.place - b.place),
      problems: planning.problems,
      warnings: planning.warnings,
    };
  }

  private checkSize(jobs: number, who: Principal): void {
    const ofKey = (who.keyId === null ? null : this.quotas.of(who.keyId)?.maxBulk) ?? Infinity;
    if (jobs > ofKey)
      throw new BulkTooLargeError(jobs, ofKey, 'the most that this key may submit at once is');
    const max = this.settings.BULK_MAX_JOBS;
    if (jobs > max)
      throw new BulkTooLargeError(jobs, max, 'the most that one pipeline may have (BULK_MAX_JOBS) is');
  }
}
