import { Body, Controller, Get, HttpCode, Inject, Param, Post, Query, Req } from '@nestjs/common';
import { ApiBadRequestResponse, ApiNotFoundResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Request } from 'express';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { isJsonObject } from '../common/json.js';
import { refuseUnknownFields } from '../common/known-fields.js';
import { ProblemDto } from '../common/problem.dto.js';
import { baseUrlOf } from '../common/public-url.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { EditJobDto } from './generate.dto.js';
import { JobBatchDto, JobBatchResultDto } from './job-batch.dto.js';
import { JobBatches } from './job-batches.js';
import { filterOf } from './job-filter.js';
import { JobPages } from './job-pages.js';
import { JobReader } from './job-reader.js';
import { JobAnswerDto, JobDto, JobListDto, JobPageDto } from './job-status.dto.js';
import { JobsService } from './jobs.service.js';
import { ListJobsDto, PageJobsDto } from './list-jobs.dto.js';

const READERS = ['read_own', 'read_all', 'manage_queue'] as const;

/** Lists and states as the first version of the API gives them. */
@ApiTags('jobs')
@Controller('api/v1/queue/jobs')
export class QueueJobsV1Controller {
  constructor(
    private readonly jobs: JobsService,
    private readonly reader: JobReader,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Jobs, newest first; `total` counts all that match. */
  @Get()
  @ApiOperation({ operationId: 'listJobsV1' })
  @Allow(...READERS)
  list(@Query() query: ListJobsDto, @Caller() who: Principal, @Req() request: Request): Promise<JobListDto> {
    const order = query.order.toLowerCase() as 'asc' | 'desc' | 'queue';
    const page = { limit: query.limit, offset: query.offset, order };
    return this.reader.list(filterOf(query, who), page, baseUrlOf(request, this.settings));
  }

  /** The state of a job, flat; made for polling. */
  @Get(':id/status')
  @ApiOperation({ operationId: 'getJobStatusV1' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`job_not_found`' })
  @Allow(...READERS)
  async status(@Param('id') id: string, @Caller() who: Principal, @Req() request: Request): Promise<JobDto> {
    return this.reader.one(await this.jobs.get(id, who), baseUrlOf(request, this.settings));
  }
}

/** Lists and states as new clients read them. */
@ApiTags('jobs')
@Controller('api/v2/queue/jobs')
export class QueueJobsController {
  constructor(
    private readonly jobs: JobsService,
    private readonly reader: JobReader,
    private readonly pages: JobPages,
    private readonly batches: JobBatches,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Jobs, newest first, page by page. */
  @Get()
  @ApiOperation({ operationId: 'listJobs' })
  @ApiBadRequestResponse({ type: ProblemDto, description: '`cursor_mismatch`, `invalid_field_value`' })
  @Allow(...READERS)
  async list(
    @Query() query: PageJobsDto,
    @Caller() who: Principal,
    @Req() request: Request,
  ): Promise<JobPageDto> {
    refuseUnknownFields(PageJobsDto, request.query);
    return this.pages.page(query, who, baseUrlOf(request, this.settings));
  }

  /** The state of a job, flat; made for polling. */
  @Get(':id/status')
  @ApiOperation({ operationId: 'getJobStatus' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`job_not_found`' })
  @Allow(...READERS)
  async status(@Param('id') id: string, @Caller() who: Principal, @Req() request: Request): Promise<JobDto> {
    return this.reader.one(await this.jobs.get(id, who), baseUrlOf(request, this.settings));
  }

  /** One action on up to 500 jobs; each has its own outcome, and one that fails keeps none of the others from it. */
  @Post('actions')
  @HttpCode(200)
  @ApiOperation({ operationId: 'actOnJobs' })
  @ApiBadRequestResponse({ type: ProblemDto, description: '`invalid_field_value`' })
  @Allow('cancel_own', 'manage_queue')
  async act(
    @Body() dto: JobBatchDto,
    @Caller() who: Principal,
    @Req() request: Request,
  ): Promise<JobBatchResultDto> {
    const body: unknown = request.body;
    if (isJsonObject(body)) refuseUnknownFields(EditJobDto, body['edit'], 'edit.');
    return this.batches.run(dto, who);
  }
}

/** Lists and states in the shapes of the original StableQueue. */
@ApiTags('jobs')
@Controller('api/v2/jobs')
export class OriginalJobsController {
  constructor(
    private readonly jobs: JobsService,
    private readonly reader: JobReader,
    private readonly pages: JobPages,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** As `GET /api/v2/queue/jobs`, always with `total`. */
  @Get()
  @ApiOperation({ operationId: 'listJobsV2' })
  @ApiBadRequestResponse({ type: ProblemDto, description: '`cursor_mismatch`, `invalid_field_value`' })
  @Allow(...READERS)
  async list(
    @Query() query: PageJobsDto,
    @Caller() who: Principal,
    @Req() request: Request,
  ): Promise<JobPageDto> {
    refuseUnknownFields(PageJobsDto, request.query);
    return this.pages.page({ ...query, count: true }, who, baseUrlOf(request, this.settings));
  }

  /** The state of a job, under `job`. */
  @Get(':id/status')
  @ApiOperation({ operationId: 'getJobStatusV2' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`job_not_found`' })
  @Allow(...READERS)
  async status(
    @Param('id') id: string,
    @Caller() who: Principal,
    @Req() request: Request,
  ): Promise<JobAnswerDto> {
    const job = await this.reader.one(await this.jobs.get(id, who), baseUrlOf(request, this.settings));
    return { success: true, job };
  }
}
