import { Controller, Get, Query, Req } from '@nestjs/common';
import { ApiBadRequestResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { refuseUnknownFields } from '../common/known-fields.js';
import { ProblemDto } from '../common/problem.dto.js';
import { JobFilterQuery } from './list-jobs.dto.js';
import { QueueGroups } from './queue-groups.js';
import { QueueGroupsDto } from './queue-groups.dto.js';

@ApiTags('queue')
@Controller('api/v2/queue/groups')
export class QueueGroupsController {
  constructor(private readonly groups: QueueGroups) {}

  /** The waiting queue with each bulk as one: how many jobs there are and where, without the jobs. `status` is not looked at. */
  @Get()
  @ApiOperation({ operationId: 'getQueueGroups' })
  @ApiBadRequestResponse({ type: ProblemDto, description: '`invalid_field_value`' })
  @Allow('read_own', 'read_all', 'manage_queue')
  async get(
    @Query() query: JobFilterQuery,
    @Caller() who: Principal,
    @Req() request: Request,
  ): Promise<QueueGroupsDto> {
    refuseUnknownFields(JobFilterQuery, request.query);
    return this.groups.of(query, who);
  }
}
