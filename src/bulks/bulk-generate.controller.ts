import {
  Body,
  Controller,
  Headers,
  HttpCode,
  Inject,
  Post,
  Req,
  Res,
  UploadedFile,
  UseInterceptors,
} from '@nestjs/common';
import { FileInterceptor } from '@nestjs/platform-express';
import {
  ApiAcceptedResponse,
  ApiBadRequestResponse,
  ApiBody,
  ApiConflictResponse,
  ApiConsumes,
  ApiHeader,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiPayloadTooLargeResponse,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
  ApiUnprocessableEntityResponse,
} from '@nestjs/swagger';
import type { Request, Response } from 'express';
import { Allow, Caller, CountsAsSubmit, type Principal } from '../access/contract/index.js';
import { InvalidRequestError } from '../common/errors.js';
import { isJsonObject, parseJson, type JsonObject } from '../common/json.js';
import { ProblemDto } from '../common/problem.dto.js';
import { baseUrlOf } from '../common/public-url.js';
import { findUnsafe } from '../common/safe-json.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { BulkDryRunDto, BulkSubmittedDto } from './bulk-answers.dto.js';
import { readListFile } from './bulk-list-file.js';
import { BulkRequestDto, BulkUploadDto } from './bulk-request.dto.js';
import { BulkSubmissions, type BulkCall } from './bulk-submissions.js';

/** As multer keeps it in memory. */
interface UploadedList {
  originalname: string;
  buffer: Buffer;
}

const MAX_FILE_BYTES = 8 * 1_048_576;
const UPLOAD_LIMITS = {
  fileSize: MAX_FILE_BYTES,
  files: 1,
  fields: 10,
  parts: 12,
  fieldSize: 1_048_576,
  fieldNameSize: 100,
};
const IDEMPOTENCY_HEADER = {
  name: 'Idempotency-Key',
  required: false,
  description: 'Makes the submit repeatable: the same key and body get the same answer again, for 24 hours.',
} as const;

@ApiTags('bulks')
@ApiBadRequestResponse({
  type: ProblemDto,
  description:
    '`invalid_field_value` (with the line or index of each problem), `bulk_too_large`, `idempotency_key_invalid`',
})
@ApiNotFoundResponse({ type: ProblemDto, description: '`server_not_found`' })
@ApiTooManyRequestsResponse({ type: ProblemDto, description: '`quota_exceeded`, `rate_limited`' })
@ApiServiceUnavailableResponse({ type: ProblemDto, description: '`queue_full`' })
@Controller('api/v2/generate/bulk')
export class BulkGenerateController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly submissions: BulkSubmissions,
  ) {}

  /** Queues many jobs in one go: with different seeds, over a matrix, over a list. All are on disk before the answer, or none. */
  @Post()
  @HttpCode(202)
  @ApiOperation({ operationId: 'submitBulk' })
  @ApiHeader(IDEMPOTENCY_HEADER)
  @ApiBody({ type: BulkRequestDto })
  @ApiAcceptedResponse({ type: BulkSubmittedDto })
  @ApiOkResponse({ type: BulkDryRunDto, description: 'With `dry_run`.' })
  @ApiConflictResponse({ type: ProblemDto, description: '`idempotency_in_progress`' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: '`idempotency_key_reused`' })
  @Allow('submit')
  @CountsAsSubmit()
  submit(
    @Body() body: unknown,
    @Caller() who: Principal,
    @Headers('Idempotency-Key') key: string | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BulkSubmittedDto | BulkDryRunDto> {
    return this.answer({ body, file: null, who, key, baseUrl: baseUrlOf(request, this.settings) }, response);
  }

  /** Tells what a bulk would queue, how long it would take, and what is wrong with it. Queues nothing. */
  @Post('dry-run')
  @HttpCode(200)
  @ApiOperation({ operationId: 'tryBulk' })
  @ApiBody({ type: BulkRequestDto })
  @ApiOkResponse({ type: BulkDryRunDto })
  @Allow('submit')
  dryRun(@Body() body: unknown, @Caller() who: Principal, @Req() request: Request): Promise<BulkDryRunDto> {
    const baseUrl = baseUrlOf(request, this.settings);
    return this.submissions.dryRun({ body, file: null, who, key: undefined, baseUrl });
  }

  /** A bulk whose list is a file: text with a prompt on each line, CSV with a header of parameter names, or JSONL. */
  @Post('upload')
  @HttpCode(202)
  @ApiOperation({ operationId: 'uploadBulk' })
  @ApiHeader(IDEMPOTENCY_HEADER)
  @ApiConsumes('multipart/form-data')
  @ApiBody({ type: BulkUploadDto })
  @ApiAcceptedResponse({ type: BulkSubmittedDto })
  @ApiOkResponse({ type: BulkDryRunDto, description: 'With `dry_run`.' })
  @ApiConflictResponse({ type: ProblemDto, description: '`idempotency_in_progress`' })
  @ApiUnprocessableEntityResponse({ type: ProblemDto, description: '`idempotency_key_reused`' })
  @ApiPayloadTooLargeResponse({
    type: ProblemDto,
    description: '`request_too_large`: a file of more than 8 MB',
  })
  @UseInterceptors(FileInterceptor('file', { limits: UPLOAD_LIMITS }))
  @Allow('submit')
  @CountsAsSubmit()
  upload(
    @Body() fields: BulkUploadDto,
    @UploadedFile() file: UploadedList | undefined,
    @Caller() who: Principal,
    @Headers('Idempotency-Key') key: string | undefined,
    @Req() request: Request,
    @Res({ passthrough: true }) response: Response,
  ): Promise<BulkSubmittedDto | BulkDryRunDto> {
    if (!file) throw badField('file', 'is missing: send the list as a file in the field "file"');
    const list = readListFile(file.originalname, file.buffer);
    const body = requestOf(fields);
    return this.answer({ body, file: list, who, key, baseUrl: baseUrlOf(request, this.settings) }, response);
  }

  private async answer(call: BulkCall, response: Response): Promise<BulkSubmittedDto | BulkDryRunDto> {
    if (isJsonObject(call.body) && call.body['dry_run'] === true) {
      response.status(200);
      return this.submissions.dryRun(call);
    }
    const { answer, replayed } = await this.submissions.submit(call);
    if (replayed) response.setHeader('Idempotency-Replayed', 'true');
    response.setHeader('Location', `${call.baseUrl}/api/v2/generate/bulk/${answer.bulk_job_id}`);
    return answer;
  }
}

/** What came with a file: the rest of the request as JSON text. */
function requestOf({ request, dry_run: dryRun }: BulkUploadDto): JsonObject {
  const parsed = request === undefined || request.trim() === '' ? {} : parseJson(request);
  if (!isJsonObject(parsed)) throw badField('request', 'must be a JSON object as text');
  const unsafe = findUnsafe(parsed);
  if (unsafe) throw badField('request', `cannot be used: ${unsafe.path}: ${unsafe.message}`);
  return dryRun === 'true' || dryRun === '1' ? { ...parsed, dry_run: true } : parsed;
}

function badField(path: string, message: string): InvalidRequestError {
  return new InvalidRequestError(`${path} ${message}.`, [{ path, message }]);
}
