// Deleting a key, together with what becomes of the jobs that wait in its name. Making and changing keys is
// `api-keys.service.ts`.
import { Injectable, Logger } from '@nestjs/common';
import { Database } from '../database/database.js';
import { ApiKeyFromEnvironmentError } from './api-key.errors.js';
import type { ApiKey } from './api-key.js';
import { ApiKeysRepository } from './api-keys.repository.js';
import { ApiKeysService } from './api-keys.service.js';
import { KeyJobsRepository } from './key-jobs.repository.js';
import { KeyRing } from './key-ring.js';

/** What becomes of its waiting jobs: cancelled, or kept and held until somebody decides. */
export type WaitingJobs = 'cancel' | 'keep';

export interface RemovedKey {
  key: ApiKey;
  /** How many of its jobs waited. */
  waitingJobs: number;
}

@Injectable()
export class KeyRemoval {
  private readonly logger = new Logger('ApiKeys');

  constructor(
    private readonly keys: ApiKeysService,
    private readonly repository: ApiKeysRepository,
    private readonly jobs: KeyJobsRepository,
    private readonly ring: KeyRing,
    private readonly database: Database,
  ) {}

  /**
   * It is refused from now on, and none of its jobs starts any more. What runs goes on.
   * @throws ApiKeyNotFoundError, ApiKeyFromEnvironmentError
   */
  async remove(id: number, waiting: WaitingJobs): Promise<RemovedKey> {
    const removed = await this.database.write(async () => {
      const key = await this.keys.get(id);
      if (key.source === 'environment') throw new ApiKeyFromEnvironmentError();
      await this.repository.remove(id);
      const waitingJobs = await (waiting === 'keep' ? this.jobs.hold(id) : this.jobs.cancel(id));
      this.database.afterCommit(() => this.ring.remove(id));
      return { key, waitingJobs };
    });
    this.logger.log('API key removed', { keyId: id, waitingJobs: removed.waitingJobs, jobs: waiting });
    return removed;
  }
}
