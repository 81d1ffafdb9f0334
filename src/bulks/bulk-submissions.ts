// A bulk as an HTTP request: read, tried or queued, and repeatable by its Idempotency-Key.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { NotFoundError } from '../common/errors.js';
import { IdempotencyService } from '../idempotency/idempotency.service.js';
import type { BulkDryRunDto, BulkSubmittedDto } from './bulk-answers.dto.js';
import { BulkIntake } from './bulk-intake.js';
import type { ListFile } from './bulk-list-file.js';
import { BulkReader } from './bulk-reader.js';
import { BulkSubmitter } from './bulk-submitter.js';
import { BulksRepository } from './bulks.repository.js';

export interface BulkCall {
  body: unknown;
  /** The list, where it came as a file. */
  file: ListFile | null;
  who: Principal;
  /** The `Idempotency-Key` header. */
  key: string | undefined;
  baseUrl: string;
}

const ROUTE = 'POST /api/v2/generate/bulk';

@Injectable()
export class BulkSubmissions {
  constructor(
    private readonly intake: BulkIntake,
    private readonly submitter: BulkSubmitter,
    private readonly bulks: BulksRepository,
    private readonly reader: BulkReader,
    private readonly idempotency: IdempotencyService,
  ) {}

  /** @throws InvalidRequestError, BulkTooLargeError, the errors of `IdempotencyService.run` and `JobsService.store` */
  submit(call: BulkCall): Promise<{ answer: BulkSubmittedDto; replayed: boolean }> {
    const { body, file, who, key, baseUrl } = call;
    return this.idempotency.run(
      { who, route: ROUTE, key, body: file ? { body, list: file.entries } : body },
      (remember) => this.submitter.submit(this.intake.read(body, who, file), { who, baseUrl }, remember),
      (id) => this.again(id),
    );
  }

  async dryRun({ body, file, who, baseUrl }: BulkCall): Promise<BulkDryRunDto> {
    return this.submitter.dryRun(this.intake.read(body, who, file), { who, baseUrl });
  }

  private async again(id: string): Promise<BulkSubmittedDto> {
    const row = await this.bulks.find(id);
    if (!row) throw new NotFoundError('bulk', id);
    return this.reader.submitted(row);
  }
}
