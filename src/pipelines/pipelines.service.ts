// What may be done with a pipeline that is there. It is a bulk, so its actions are those of bulks.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { BulkActions, type BulkRetry } from '../bulks/bulk-actions.js';
import { NotFoundError } from '../common/errors.js';
import type { Pipeline } from './pipeline.js';
import { PipelinesRepository } from './pipelines.repository.js';

@Injectable()
export class PipelinesService {
  constructor(
    private readonly pipelines: PipelinesRepository,
    private readonly bulks: BulkActions,
  ) {}

  /** Somebody else's is answered like one that does not exist. @throws NotFoundError */
  async find(id: string, who: Principal): Promise<Pipeline> {
    const pipeline = await this.pipelines.find(id);
    const owner = pipeline?.bulk.api_key_id ?? null;
    if (!pipeline || !(who.mayRead(owner) || who.mayChange(owner)))
      throw new NotFoundError('pipeline', id.slice(0, 64));
    return pipeline;
  }

  /** Ends what waits and what runs. Returns how many jobs. @throws NotFoundError, NotYourBulkError */
  async cancel(id: string, who: Principal): Promise<number> {
    await this.find(id, who);
    return this.bulks.cancel(id, who);
  }

  /**
   * What failed or was cancelled waits again for what comes before it.
   * @throws NotFoundError, NotYourBulkError, DomainError `queue_full`, QuotaExceededError
   */
  async retry(id: string, who: Principal): Promise<BulkRetry> {
    await this.find(id, who);
    return this.bulks.retry(id, who, ['failed', 'cancelled']);
  }

  /** Cancels it and forgets its jobs and itself. Images stay in the gallery. @throws NotFoundError, NotYourBulkError */
  async delete(id: string, who: Principal): Promise<number> {
    await this.find(id, who);
    return this.bulks.delete(id, who);
  }
}
