// A submit as an HTTP request: its body in any form that clients send, its Idempotency-Key, and the answer to it. What
// a submit does is `jobs.service.ts`.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { InvalidRequestError } from '../common/errors.js';
import { isJsonObject } from '../common/json.js';
import { IdempotencyService } from '../idempotency/idempotency.service.js';
import { readList, type JobRow, type JobWarning } from './job.js';
import { JobProspects } from './job-prospects.js';
import type { SubmittedDto } from './job-status.dto.js';
import { JobsService } from './jobs.service.js';
import { expects200, normalizeBody, withoutCredentials } from './submission.js';

export interface SubmitRequest {
  /** Names the operation for the Idempotency-Key. */
  route: string;
  body: unknown;
  who: Principal;
  baseUrl: string;
  idempotencyKey: string | undefined;
}

export interface SubmitOutcome {
  answer: SubmittedDto;
  /** The answer of an earlier request with the same Idempotency-Key. */
  replayed: boolean;
  /** As the client that sends such a body expects it. */
  status: 200 | 202;
}

@Injectable()
export class JobSubmissions {
  constructor(
    private readonly jobs: JobsService,
    private readonly prospects: JobProspects,
    private readonly idempotency: IdempotencyService,
  ) {}

  /** @throws every error of `JobsService.submit` and `IdempotencyService.run` */
  async submit(request: SubmitRequest): Promise<SubmitOutcome> {
    const { route, who, baseUrl, idempotencyKey } = request;
    if (!isJsonObject(request.body)) throw new InvalidRequestError('The body must be a JSON object.');
    const asked = withoutCredentials(request.body);
    const make = async (remember: (jobId: string) => Promise<void>): Promise<SubmittedDto> => {
      const { body, warnings } = normalizeBody(asked);
      const context = { asked, warnings, who, baseUrl };
      const row = await this.jobs.submit(this.jobs.validate(body), context, ([stored]) =>
        remember(stored!.mobilesd_job_id),
      );
      return this.answer(row);
    };
    const again = async (jobId: string): Promise<SubmittedDto> =>
      this.answer(await this.jobs.get(jobId, who));
    const call = { who, route, key: idempotencyKey, body: asked };
    const outcome = await this.idempotency.run(call, make, again);
    return { ...outcome, status: expects200(asked) ? 200 : 202 };
  }

  private async answer(row: JobRow): Promise<SubmittedDto> {
    const { queuePosition, times } = await this.prospects.atSubmit(row);
    const id = row.mobilesd_job_id;
    return {
      success: true,
      stablequeue_job_id: id,
      mobilesd_job_id: id,
      job_id: id,
      status: row.status,
      queue_position: queuePosition,
      ...times,
      app_type: row.app_type,
      target_server_alias: row.target_server_alias,
      creation_timestamp: row.creation_timestamp,
      warnings: readList<JobWarning>(row.warnings_json),
    };
  }
}
