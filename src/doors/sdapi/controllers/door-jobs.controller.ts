import { Controller, Delete, Get, HttpCode, Param, Query, Res } from '@nestjs/common';
import { ApiNoContentResponse, ApiOkResponse, ApiOperation } from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow, Caller, type Principal } from '../../../access/contract/index.js';
import { HeldRequests } from '../generation/held-requests.js';
import { sendWithImages } from '../generation/send-with-images.js';
import {
  DoorErrorDto,
  DoorErrorsQuery,
  DoorJobDetailsDto,
  DoorJobDto,
  DoorListQuery,
  DoorWorkflowDto,
} from '../jobs/door-job.dto.js';
import { toDoorDetails } from '../jobs/door-job-mapping.js';
import { DoorJobs } from '../jobs/door-jobs.service.js';
import { A1111Door } from './door-docs.js';

@A1111Door()
@Controller('sdapi/v1')
export class DoorJobsController {
  constructor(
    private readonly jobs: DoorJobs,
    private readonly held: HeldRequests,
  ) {}

  /** The caller's jobs of this door, newest first. */
  @Get('jobs')
  @ApiOperation({ operationId: 'a1111ListJobs' })
  @Allow('read_own', 'read_all', 'manage_queue')
  list(@Query() query: DoorListQuery, @Caller() who: Principal): Promise<DoorJobDto[]> {
    return this.jobs.list(who, query.limit);
  }

  /** A job with its progress, and with its images when it is completed. */
  @Get('jobs/:uuid')
  @ApiOperation({ operationId: 'a1111GetJob' })
  @ApiOkResponse({ type: DoorJobDetailsDto })
  @Allow('read_own', 'read_all', 'manage_queue')
  async get(@Param('uuid') uuid: string, @Caller() who: Principal, @Res() response: Response): Promise<void> {
    const row = await this.jobs.get(uuid, who);
    const files = row.status === 'completed' ? await this.held.imageFiles(row) : [];
    const details = JSON.stringify(toDoorDetails(row, this.jobs.percentOf(row)));
    await sendWithImages(response, `${details.slice(0, -1)},"images":[`, files, ']}');
  }

  /** Cancels a job that has not ended, forgets one that has. */
  @Delete('jobs/:uuid')
  @HttpCode(204)
  @ApiOperation({ operationId: 'a1111DeleteJob' })
  @ApiNoContentResponse()
  @Allow('cancel_own', 'manage_queue')
  remove(@Param('uuid') uuid: string, @Caller() who: Principal): Promise<void> {
    return this.jobs.remove(uuid, who);
  }

  /** The caller's failed jobs of this door, newest first. */
  @Get('errors')
  @ApiOperation({ operationId: 'a1111ListErrors' })
  @Allow('read_own', 'read_all', 'manage_queue')
  errors(@Query() query: DoorErrorsQuery, @Caller() who: Principal): Promise<DoorErrorDto[]> {
    return this.jobs.errors(who, query.limit);
  }

  /** What this door can do, and by which steps. */
  @Get('workflows')
  @ApiOperation({ operationId: 'a1111ListWorkflows' })
  @Allow()
  workflows(): DoorWorkflowDto[] {
    const steps = ['queued', 'processing', 'completed', 'webhook'];
    return ['txt2img', 'img2img'].map((workflow) => ({ workflow, steps }));
  }
}
