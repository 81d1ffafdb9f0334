import { Body, Controller, Headers, HttpCode, Inject, Post, Req, Res } from '@nestjs/common';
import {
  ApiAcceptedResponse,
  ApiBadRequestResponse,
  ApiBody,
  ApiConflictResponse,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Allow, Caller, CountsAsSubmit, type Principal } from '../access/contract/index.js';
import { ProblemDto } from '../common/problem.dto.js';
import { baseUrlOf } from '../common/public-url.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { GenerateDto } from './generate.dto.js';
import { JobSubmissions } from './job-submissions.js';
import { SubmittedDto } from './job-status.dto.js';

/** How a handler tells who sent what. */
interface Sender {
  body: unknown;
  who: Principal;
  request: Request;
  response: Response;
  key: string | undefined;
}

@ApiTags('jobs')
@ApiBadRequestResponse({ type: ProblemDto, description: '`invalid_field_value`, `unknown_app_type`' })
@ApiNotFoundResponse({ type: ProblemDto, description: '`server_not_found`, with the aliases that there are' })
@ApiConflictResponse({ type: ProblemDto, description: '`idempotency_in_progress`' })
@ApiUnprocessableEntityResponse({ type: ProblemDto, description: '`idempotency_key_reused`' })
@ApiTooManyRequestsResponse({ type: ProblemDto, description: '`quota_exceeded`' })
@ApiServiceUnavailableResponse({ type: ProblemDto, description: '`queue_full`' })
@ApiHeader({
  name: 'Idempotency-Key',
  required: false,
  description: 'The same key and body within 24 hours get the same answer again, and no second job.',
})
@CountsAsSubmit()
@Controller('api')
export class GenerateController {
  constructor(
    private readonly submissions: JobSubmissions,
    @Inject(SETTINGS) private readonly settings: Settings,
  ) {}

  /** Submits a job. It is on disk before the answer; unknown keys are kept and reported as warnings. */
  @Post('v1/generate')
  @HttpCode(202)
  @ApiOperation({ operationId: 'submitJobV1' })
  @ApiBody({ type: GenerateDto })
  @ApiAcceptedResponse({ type: SubmittedDto })
  @Allow('submit')
  async generateV1(
    @Body() body: unknown,
    @Caller() who: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Headers('Idempotency-Key') key?: string,
  ): Promise<SubmittedDto> {
    return this.submit('POST /api/v1/generate', { body, who, request, response, key }, 202);
  }

  /**
   * Submits a job. It is on disk before the answer; `Location` is where to follow it. Unknown keys are kept and reported
   * as warnings. Answers 202, and 200 to a body with `generation_info_raw` or from `civitai_browser_plus`.
   */
  @Post('v2/generate')
  @HttpCode(202)
  @ApiOperation({ operationId: 'submitJob' })
  @ApiBody({ type: GenerateDto })
  @ApiAcceptedResponse({ type: SubmittedDto })
  @ApiOkResponse({ type: SubmittedDto, description: 'To a body with `generation_info_raw`.' })
  @Allow('submit')
  generate(
    @Body() body: unknown,
    @Caller() who: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Headers('Idempotency-Key') key?: string,
  ): Promise<SubmittedDto> {
    return this.submit('POST /api/v2/generate', { body, who, request, response, key });
  }

  /** The same for one early version of the Forge extension, which takes 200 alone for success. */
  @Post('v2/generation/enqueue')
  @HttpCode(200)
  @ApiOperation({ operationId: 'enqueueGeneration' })
  @ApiBody({ type: GenerateDto })
  @ApiOkResponse({ type: SubmittedDto })
  @Allow('submit')
  enqueue(
    @Body() body: unknown,
    @Caller() who: Principal,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
    @Headers('Idempotency-Key') key?: string,
  ): Promise<SubmittedDto> {
    return this.submit('POST /api/v2/generation/enqueue', { body, who, request, response, key }, 200);
  }

  private async submit(route: string, sender: Sender, always?: number): Promise<SubmittedDto> {
    const { body, who, request, response, key } = sender;
    const baseUrl = baseUrlOf(request, this.settings);
    const outcome = await this.submissions.submit({ route, body, who, baseUrl, idempotencyKey: key });
    response.status(always ?? outcome.status);
    response.setHeader('Location', `${baseUrl}/api/v2/queue/jobs/${outcome.answer.job_id}`);
    if (outcome.replayed) response.setHeader('Idempotency-Replayed', 'true');
    return outcome.answer;
  }
}
