import {
  Body,
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Patch,
  Post,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiBody,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { NotFoundError } from '../common/errors.js';
import { isJsonObject } from '../common/json.js';
import { refuseUnknownFields } from '../common/known-fields.js';
import { ProblemDto } from '../common/problem.dto.js';
import { baseUrlOf } from '../common/public-url.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { EditJobDto, MoveJobDto, SetPriorityDto } from './generate.dto.js';
import type { JobRow } from './job.js';
import { JobReader } from './job-reader.js';
import { JobDetailsDto, JobMessageDto, JobDoneDto } from './job-status.dto.js';
import { JobsService } from './jobs.service.js';
import { LiveProgress } from './live-progress.js';

/** What is the same under every address that jobs have had. */
@ApiTags('jobs')
@ApiNotFoundResponse({ type: ProblemDto, description: '`job_not_found`' })
@ApiBadRequestResponse({ type: ProblemDto, description: '`job_operation_invalid`: not in this state' })
@Controller(['api/v2/queue/jobs', 'api/v2/jobs', 'api/v1/queue/jobs'])
export class JobActionsController {
  constructor(
    private readonly jobs: JobsService,
    private readonly reader: JobReader,
    private readonly live: LiveProgress,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Everything that is known of a job: what was asked, sent and came back, and each attempt. */
  @Get(':id')
  @ApiOperation({ operationId: 'getJob' })
  @Allow('read_own', 'read_all', 'manage_queue')
  async details(
    @Param('id') id: string,
    @Caller() who: Principal,
    @Req() request: Request,
  ): Promise<JobDetailsDto> {
    return this.reader.details(await this.jobs.get(id, who), baseUrlOf(request, this.settings));
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
  async cancel(
    @Param('id') id: string,
    @Caller() who: Principal,
    @Req() request: Request,
  ): Promise<JobMessageDto> {
    return this.answer('Job cancelled.', await this.jobs.cancel(id, who), request);
  }

  /** Puts a failed or cancelled job back into the queue, with all its retries; changed as by an edit if a body says how. */
  @Post(':id/retry')
  @HttpCode(200)
  @ApiOperation({ operationId: 'retryJob' })
  @ApiBody({ type: EditJobDto, required: false })
  @Allow('cancel_own', 'manage_queue')
  async retry(
    @Param('id') id: string,
    @Body() dto: EditJobDto,
    @Caller() who: Principal,
    @Req() request: Request,
  ): Promise<JobMessageDto> {
    const body: unknown = request.body;
    const changes = isJsonObject(body) && Object.keys(body).length ? dto : undefined;
    if (changes && request.path.startsWith('/api/v2/')) refuseUnknownFields(EditJobDto, body);
    return this.answer('Job is back in the queue.', await this.jobs.retry(id, who, changes), request);
  }

  /** Changes a waiting job. The second version of the API refuses fields that cannot be changed. */
  @Patch(':id')
  @ApiOperation({ operationId: 'editJob' })
  @Allow('cancel_own', 'manage_queue')
  async edit(
    @Param('id') id: string,
    @Body() dto: EditJobDto,
    @Caller() who: Principal,
    @Req() request: Request,
  ): Promise<JobMessageDto> {
    if (request.path.startsWith('/api/v2/')) refuseUnknownFields(EditJobDto, request.body);
    return this.answer('Job changed.', await this.jobs.edit(id, dto, who), request);
  }

  /**
   * Moves a waiting job: first or last of its priority, or right before another one. Who may not manage the queue moves
   * it among its own jobs; they take each other's turns.
   */
  @Post(':id/move')
  @HttpCode(200)
  @ApiOperation({ operationId: 'moveJob' })
  @Allow('cancel_own', 'manage_queue')
  async move(
    @Param('id') id: string,
    @Body() dto: MoveJobDto,
    @Caller() who: Principal,
    @Req() request: Request,
  ): Promise<JobMessageDto> {
    return this.answer('Job moved.', await this.jobs.move(id, dto, who), request);
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
    @Req() request: Request,
  ): Promise<JobMessageDto> {
    const job = await this.jobs.setPriority(id, dto.priority, who);
    return this.answer(`Priority is ${dto.priority} now.`, job, request);
  }

  /** Keeps a waiting job from running until it is released. */
  @Post(':id/hold')
  @HttpCode(200)
  @ApiOperation({ operationId: 'holdJob' })
  @Allow('cancel_own', 'manage_queue')
  async hold(
    @Param('id') id: string,
    @Caller() who: Principal,
    @Req() request: Request,
  ): Promise<JobMessageDto> {
    return this.answer('Job held.', await this.jobs.setHeld(id, true, who), request);
  }

  /** Lets a held job run. */
  @Post(':id/release')
  @HttpCode(200)
  @ApiOperation({ operationId: 'releaseJob' })
  @Allow('cancel_own', 'manage_queue')
  async release(
    @Param('id') id: string,
    @Caller() who: Principal,
    @Req() request: Request,
  ): Promise<JobMessageDto> {
    return this.answer('Job released.', await this.jobs.setHeld(id, false, who), request);
  }

  /** "Run now": next of those that it may overtake. A failed job is retried, a held one released for it. */
  @Post(':id/dispatch')
  @HttpCode(200)
  @ApiOperation({ operationId: 'dispatchJob' })
  @Allow('cancel_own', 'manage_queue')
  async dispatch(
    @Param('id') id: string,
    @Caller() who: Principal,
    @Req() request: Request,
  ): Promise<JobMessageDto> {
    return this.answer('Job runs as soon as a server is free.', await this.jobs.runNext(id, who), request);
  }

  /** Forgets a job (a running one is cancelled first). Its images stay in the gallery. */
  @Delete(':id')
  @ApiOperation({ operationId: 'deleteJob' })
  @Allow('cancel_own', 'manage_queue')
  async delete(@Param('id') id: string, @Caller() who: Principal): Promise<JobDoneDto> {
    await this.jobs.delete(id, who);
    return { success: true, message: 'Job deleted.' };
  }

  private async answer(message: string, row: JobRow, request: Request): Promise<JobMessageDto> {
    return { success: true, message, job: await this.reader.one(row, baseUrlOf(request, this.settings)) };
  }
}
