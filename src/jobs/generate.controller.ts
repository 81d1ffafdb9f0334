import { Body, Controller, HttpCode, Post } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBadRequestResponse,
  ApiBody,
  ApiNotFoundResponse,
  ApiOperation,
  ApiTags,
} from '@nestjs/swagger';
import { plainToInstance } from 'class-transformer';
import { validateSync } from 'class-validator';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { InvalidRequestError } from '../common/errors.js';
import { isJsonObject } from '../common/json.js';
import { ProblemDto } from '../common/problem.dto.js';
import { flattenProblems } from '../common/field-problems.js';
import { GenerateDto } from './generate.dto.js';
import { readList, type JobRow, type JobWarning } from './job.js';
import { JobCountsRepository } from './job-counts.repository.js';
import { SubmittedDto } from './job-status.dto.js';
import { JobsService } from './jobs.service.js';
import { StartEstimate } from './start-estimate.js';
import { normalizeBody } from './submission.js';

@ApiTags('jobs')
@Controller('api/v1')
export class GenerateController {
  constructor(
    private readonly jobs: JobsService,
    private readonly counts: JobCountsRepository,
    private readonly estimate: StartEstimate,
  ) {}

  /** Submits a job. It is on disk before the answer; unknown keys are kept and reported as warnings. */
  @Post('generate')
  @HttpCode(202)
  @ApiOperation({ operationId: 'submitJob' })
  @ApiBody({ type: GenerateDto })
  @ApiAcceptedResponse({ type: SubmittedDto })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`server_not_found`' })
  @Allow('submit')
  async generate(@Body() asked: unknown, @Caller() who: Principal): Promise<SubmittedDto> {
    if (!isJsonObject(asked)) throw new InvalidRequestError('The body must be a JSON object.');
    const { body, warnings } = normalizeBody(asked);
    const dto = validated(body);
    const row = await this.jobs.submit(dto, { asked, warnings, who });
    return this.answer(row);
  }

  private async answer(row: JobRow): Promise<SubmittedDto> {
    const position = (await this.counts.ahead(row)) + 1;
    const id = row.mobilesd_job_id;
    return {
      success: true,
      stablequeue_job_id: id,
      mobilesd_job_id: id,
      job_id: id,
      status: row.status,
      queue_position: position,
      estimated_start_time: await this.estimate.startOf(row, position),
      app_type: row.app_type,
      target_server_alias: row.target_server_alias,
      creation_timestamp: row.creation_timestamp,
      warnings: readList<JobWarning>(row.warnings_json),
    };
  }
}

function validated(body: Record<string, unknown>): GenerateDto {
  const dto = plainToInstance(GenerateDto, body);
  const fields = flattenProblems(validateSync(dto));
  if (fields.length)
    throw new InvalidRequestError(
      fields.map((field) => `${field.path}: ${field.message}`).join('; '),
      fields,
    );
  return dto;
}
