import { Body, Controller, Delete, Get, HttpCode, Param, Patch, Post, Query, Res } from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { InvalidRequestError, NotFoundError } from '../common/errors.js';
import { ProblemDto } from '../common/problem.dto.js';
import { EditJobDto, MoveJobDto, SetPriorityDto } from './generate.dto.js';
import type { JobRow } from './job.js';
import { JOB_STATUSES } from './job.entity.js';
import { JobReader } from './job-reader.js';
import { JobDetailsDto, JobDto, JobListDto, JobMessageDto, JobDoneDto } from './job-status.dto.js';
import { JobsService } from './jobs.service.js';
import { ListJobsDto } from './list-jobs.dto.js';
import { LiveProgress } from './live-progress.js';

@ApiTags('jobs')
@ApiNotFoundResponse({ type: ProblemDto, description: '`job_not_found`' })
@ApiBadRequestResponse({ type: ProblemDto, description: '`job_operation_invalid`: not in this state' })
@Controller('api/v1/queue/jobs')
export class QueueJobsController {
  constructor(
    private readonly jobs: JobsService,
    private readonly reader: JobReader,
    private readonly live: LiveProgress,
  ) {}

  /** Jobs, newest first; `total` counts all that match. */
  @Get()
  @ApiOperation({ operationId: 'listJobs' })
  @Allow('read_own', 'read_all', 'manage_queue')
  list(@Query() query: ListJobsDto, @Caller() who: Principal): Promise<JobListDto> {
    const filter = {
      status: statuses(query.status),
      appType: query.app_type || undefined,
      server: query.server === 'any' ? '' : query.server || undefined,
      source: query.source || undefined,
      bulk: query.bulk || undefined,
      text: query.text || undefined,
      apiKeyId: who.onlyOwn,
    };
    const order = query.order.toLowerCase() as 'asc' | 'desc' | 'queue';
    return this.reader.list(filter, { limit: query.limit, offset: query.offset, order });
  }

  /** Everything that is known of a job: what was asked, sent and came back, and each attempt. */
  @Get(':id')
  @ApiOperation({ operationId: 'getJob' })
  @Allow('read_own', 'read_all', 'manage_queue')
  async details(@Param('id') id: string, @Caller() who: Principal): Promise<JobDetailsDto> {
    return this.reader.details(await this.jobs.get(id, who));
  }

  /** The state of a job, flat; made for polling. */
  @Get(':id/status')
  @ApiOperation({ operationId: 'getJobStatus' })
  @Allow('read_own', 'read_all', 'manage_queue')
  async status(@Param('id') id: string, @Caller() who: Principal): Promise<JobDto> {
    return this.reader.one(await this.jobs.get(id, who));
  }

  /** The last live preview of a running job, as the server sent it. */
  @Get(':id/preview')
  @ApiOperation({ operationId: 'getJobPreview' })
  @Allow('read_own', 'read_all', 'manage_queue')
  @ApiOkResponse({
    description: 'An image.',
    content: { 'image/*': { schema: { type: 'string', format: 'binary' } } },
  })
  async preview(@Param('id') id: string, @Caller() who: Principal, @Res() response: Response): Promise<void> {
    await this.jobs.get(id, who);
    const preview = this.live.previewOf(id);
    if (!preview) throw new NotFoundError('preview', id);
    response.set({
      'Cache-Control': 'no-store',
      'X-Content-Type-Options': 'nosniff',
      'Content-Security-Policy': "sandbox; default-src 'none'",
    });
    response.type(preview.mediaType).send(preview.bytes);
  }

  /** Cancels a waiting or running job; a running one is interrupted on its server, and only that one. */
  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ operationId: 'cancelJob' })
  @Allow('cancel_own', 'manage_queue')
  async cancel(@Param('id') id: string, @Caller() who: Principal): Promise<JobMessageDto> {
    return this.answer('Job cancelled.', await this.jobs.cancel(id, who));
  }

  /** Puts a failed or cancelled job back into the queue, with all its retries. */
  @Post(':id/retry')
  @HttpCode(200)
  @ApiOperation({ operationId: 'retryJob' })
  @Allow('cancel_own', 'manage_queue')
  async retry(@Param('id') id: string, @Caller() who: Principal): Promise<JobMessageDto> {
    return this.answer('Job is back in the queue.', await this.jobs.retry(id, who));
  }

  /** Changes a waiting job. */
  @Patch(':id')
  @ApiOperation({ operationId: 'editJob' })
  @Allow('cancel_own', 'manage_queue')
  async edit(
    @Param('id') id: string,
    @Body() dto: EditJobDto,
    @Caller() who: Principal,
  ): Promise<JobMessageDto> {
    return this.answer('Job changed.', await this.jobs.edit(id, dto, who));
  }

  /** Moves a waiting job: first or last of its priority, or right before another one. */
  @Post(':id/move')
  @HttpCode(200)
  @ApiOperation({ operationId: 'moveJob' })
  @Allow('cancel_own', 'manage_queue')
  async move(
    @Param('id') id: string,
    @Body() dto: MoveJobDto,
    @Caller() who: Principal,
  ): Promise<JobMessageDto> {
    return this.answer('Job moved.', await this.jobs.move(id, dto, who));
  }

  /** 1–10, higher runs first; the job goes behind those that have the priority already. */
  @Post(':id/priority')
  @HttpCode(200)
  @ApiOperation({ operationId: 'setJobPriority' })
  @Allow('cancel_own', 'manage_queue')
  async setPriority(
    @Param('id') id: string,
    @Body() dto: SetPriorityDto,
    @Caller() who: Principal,
  ): Promise<JobMessageDto> {
    return this.answer(
      `Priority is ${dto.priority} now.`,
      await this.jobs.setPriority(id, dto.priority, who),
    );
  }

  /** Keeps a waiting job from running until it is released. */
  @Post(':id/hold')
  @HttpCode(200)
  @ApiOperation({ operationId: 'holdJob' })
  @Allow('cancel_own', 'manage_queue')
  async hold(@Param('id') id: string, @Caller() who: Principal): Promise<JobMessageDto> {
    return this.answer('Job held.', await this.jobs.setHeld(id, true, who));
  }

  /** Lets a held job run. */
  @Post(':id/release')
  @HttpCode(200)
  @ApiOperation({ operationId: 'releaseJob' })
  @Allow('cancel_own', 'manage_queue')
  async release(@Param('id') id: string, @Caller() who: Principal): Promise<JobMessageDto> {
    return this.answer('Job released.', await this.jobs.setHeld(id, false, who));
  }

  /** Forgets a job (a running one is cancelled first). Its images stay in the gallery. */
  @Delete(':id')
  @ApiOperation({ operationId: 'deleteJob' })
  @Allow('cancel_own', 'manage_queue')
  async delete(@Param('id') id: string, @Caller() who: Principal): Promise<JobDoneDto> {
    await this.jobs.delete(id, who);
    return { success: true, message: 'Job deleted.' };
  }

  private async answer(message: string, row: JobRow): Promise<JobMessageDto> {
    return { success: true, message, job: await this.reader.one(row) };
  }
}

function statuses(text: string | undefined): string[] | undefined {
  if (!text) return undefined;
  const wanted = text.split(',').map((status) => status.trim());
  const unknown = wanted.filter((status) => !(JOB_STATUSES as readonly string[]).includes(status));
  if (unknown.length) {
    const message = `"${unknown.join(', ')}" is no state; use ${JOB_STATUSES.join(', ')}`;
    throw new InvalidRequestError(`status: ${message}`, [{ path: 'status', message }]);
  }
  return wanted;
}
