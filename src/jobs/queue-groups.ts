import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { filterOf } from './job-filter.js';
import type { JobFilterQuery } from './list-jobs.dto.js';
import type { QueueGroupsDto } from './queue-groups.dto.js';
import { QueueGroupsRepository } from './queue-groups.repository.js';

/** The shape of the waiting queue, as its caller may see it. */
@Injectable()
export class QueueGroups {
  constructor(private readonly repository: QueueGroupsRepository) {}

  of(query: JobFilterQuery, who: Principal): Promise<QueueGroupsDto> {
    return this.repository.groups(filterOf(query, who));
  }
}
