import {
  Body,
  Controller,
  Delete,
  Get,
  Headers,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  Res,
} from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBadRequestResponse,
  ApiBody,
  ApiConflictResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Allow, Caller, CountsAsSubmit, type Principal } from '../access/contract/index.js';
import { ListBulksQuery } from '../bulks/bulk-queries.dto.js';
import { ProblemDto } from '../common/problem.dto.js';
import { baseUrlOf } from '../common/public-url.js';
import { readSeqCursor, writeSeqCursor } from '../common/seq-cursor.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import {
  PipelineChangedDto,
  PipelineDto,
  PipelineListDto,
  PipelineSubmittedDto,
} from './pipeline-answers.dto.js';
import { PipelineReader } from './pipeline-reader.js';
import { PipelineRequestDto } from './pipeline-request.dto.js';
import { PipelineSubmissions } from './pipeline-submissions.js';
import { PipelinesService } from './pipelines.service.js';

const NO_PIPELINE = { type: ProblemDto, description: '`pipeline_not_found`' } as const;

@ApiTags('pipelines')
@Controller('api/v2/pipelines')
export class PipelinesController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly submissions: PipelineSubmissions,
    private readonly pipelines: PipelinesService,
    private readonly reader: PipelineReader,
  ) {}

  /**
   * Queues steps that build upon each other, across servers and engines: a step takes images or seeds of earlier ones.
   * All of its jobs are on disk before the answer, or none. What is wrong is told all at once, each with its path.
   */
  @Post()
  @HttpCode(202)
  @ApiOperation({ operationId: 'submitPipeline' })
  @ApiHeader({
    name: 'Idempotency-Key',
    required: false,
    description:
      'Makes the submit repeatable: the same key and body get the same answer again, for 24 hours.',
  })
  @ApiBody({ type: PipelineRequestDto })
  @ApiAcceptedResponse({ type: PipelineSubmittedDto })
  @ApiBadRequestResponse({
    type: ProblemDto,
    description: '`invalid_field_value`, `address_not_allowed`, `bulk_too_large`, `idempotency_key_invalid`',
  })
  @ApiConflictResponse({ type: ProblemDto, description: '`idempotency_in_progress`' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: '`idempotency_key_reused`' })
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: '`quota_exceeded`, `rate_limited`' })
  @ApiServiceUnavailableResponse({ type: ProblemDto, description: '`queue_full`' })
  @Allow('submit')
  @CountsAsSubmit()
  async submit(
    @Body() body: unknown,
    @Caller() who: Principal,
    @Headers('Idempotency-Key') key: string | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<PipelineSubmittedDto> {
    const baseUrl = baseUrlOf(request, this.settings);
    const { answer, replayed } = await this.submissions.submit({ body, who, key, baseUrl });
    if (replayed) response.setHeader('Idempotency-Replayed', 'true');
    response.setHeader('Location', `${baseUrl}/api/v2/pipelines/${answer.pipeline_id}`);
    return answer;
  }

  /** Pipelines, newest first. */
  @Get()
  @ApiOperation({ operationId: 'listPipelines' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @Allow('read_own', 'read_all', 'manage_queue')
  async list(@Query() query: ListBulksQuery, @Caller() who: Principal): Promise<PipelineListDto> {
    const { pipelines, next } = await this.reader.page(who, query.limit, readSeqCursor(query.cursor));
    return { pipelines, next_cursor: writeSeqCursor(next) };
  }

  /** A pipeline: how far each step is, its jobs and their images. */
  @Get(':id')
  @ApiOperation({ operationId: 'getPipeline' })
  @ApiNotFoundResponse(NO_PIPELINE)
  @Allow('read_own', 'read_all', 'manage_queue')
  async get(
    @Param('id') id: string,
    @Caller() who: Principal,
    @Req() request: Request,
  ): Promise<PipelineDto> {
    return this.reader.one(await this.pipelines.find(id, who), baseUrlOf(request, this.settings));
  }

  /** Ends all of its jobs that wait or run. */
  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ operationId: 'cancelPipeline' })
  @ApiNotFoundResponse(NO_PIPELINE)
  @Allow('cancel_own', 'manage_queue')
  async cancel(@Param('id') id: string, @Caller() who: Principal): Promise<PipelineChangedDto> {
    const jobs = await this.pipelines.cancel(id, who);
    const message = jobs ? `${jobs} jobs of the pipeline were cancelled.` : 'Nothing of it waits or runs.';
    return changed(id, jobs, message);
  }

  /** Puts its failed and cancelled jobs back to the queue, where they wait for those before them again. */
  @Post(':id/retry')
  @HttpCode(200)
  @ApiOperation({ operationId: 'retryPipeline' })
  @ApiNotFoundResponse(NO_PIPELINE)
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: '`quota_exceeded`: no room for any of them' })
  @ApiServiceUnavailableResponse({ type: ProblemDto, description: '`queue_full`: no room for any of them' })
  @Allow('cancel_own', 'manage_queue')
  async retry(@Param('id') id: string, @Caller() who: Principal): Promise<PipelineChangedDto> {
    const { jobs, refusal } = await this.pipelines.retry(id, who);
    const rest = refusal ? ` There was no room for the others: ${refusal.message}` : '';
    return changed(id, jobs, `${jobs} jobs are back in the queue.${rest}`);
  }

  /** Cancels what is left of it and forgets it with its jobs. Images stay in the gallery. */
  @Delete(':id')
  @ApiOperation({ operationId: 'deletePipeline' })
  @ApiNotFoundResponse(NO_PIPELINE)
  @Allow('cancel_own', 'manage_queue')
  async delete(@Param('id') id: string, @Caller() who: Principal): Promise<PipelineChangedDto> {
    const jobs = await this.pipelines.delete(id, who);
    return changed(id, jobs, `The pipeline and its ${jobs} jobs are forgotten; images stay in the gallery.`);
  }
}

function changed(id: string, jobs: number, message: string): PipelineChangedDto {
  return { success: true, pipeline_id: id, jobs, message };
}
