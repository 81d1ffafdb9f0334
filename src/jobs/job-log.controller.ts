import { Controller, Get, Param } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { ProblemDto } from '../common/problem.dto.js';
import { JobLog } from './job-log.js';
import { JobLogDto } from './job-log.dto.js';
import { JobsService } from './jobs.service.js';

@ApiTags('jobs')
@Controller('api/v2/queue/jobs')
export class JobLogController {
  constructor(
    private readonly jobs: JobsService,
    private readonly log: JobLog,
  ) {}

  /** The story of a job, oldest first: its attempts, its events and what the log says of it. */
  @Get(':id/log')
  @ApiOperation({ operationId: 'getJobLog' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`job_not_found`' })
  @Allow('read_own', 'read_all', 'manage_queue')
  async get(@Param('id') id: string, @Caller() who: Principal): Promise<JobLogDto> {
    return { lines: await this.log.of(await this.jobs.get(id, who), who) };
  }
}
