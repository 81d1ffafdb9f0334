import {
  Controller,
  Delete,
  Get,
  HttpCode,
  Inject,
  Param,
  Post,
  Query,
  Req,
  StreamableFile,
} from '@nestjs/common';
import {
  ApiBadRequestResponse,
  ApiConflictResponse,
  ApiNotFoundResponse,
  ApiOkResponse,
  ApiOperation,
  ApiServiceUnavailableResponse,
  ApiTags,
  ApiTooManyRequestsResponse,
} from '@nestjs/swagger';
import type { Request } from 'express';
import { Allow, Caller, type Principal } from '../access/contract/index.js';
import { ProblemDto } from '../common/problem.dto.js';
import { baseUrlOf } from '../common/public-url.js';
import { readSeqCursor, writeSeqCursor } from '../common/seq-cursor.js';
import { SETTINGS, type Settings } from '../config/settings.js';
import { BulkActions } from './bulk-actions.js';
import { BulkCancelledDto, BulkChangedDto, BulkDto, BulkListDto } from './bulk-answers.dto.js';
import { ContactSheetQuery, GetBulkQuery, ListBulksQuery, RetryBulkQuery } from './bulk-queries.dto.js';
import { BulkReader } from './bulk-reader.js';
import { ContactSheets } from './contact-sheets.js';

const NO_BULK = { type: ProblemDto, description: '`bulk_not_found`' } as const;

@ApiTags('bulks')
@Controller('api/v2/generate/bulk')
export class BulksController {
  constructor(
    @Inject(SETTINGS) private readonly settings: Settings,
    private readonly actions: BulkActions,
    private readonly reader: BulkReader,
    private readonly sheets: ContactSheets,
  ) {}

  /** Bulks, newest first. */
  @Get()
  @ApiOperation({ operationId: 'listBulks' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @Allow('read_own', 'read_all', 'manage_queue')
  async list(@Query() query: ListBulksQuery, @Caller() who: Principal): Promise<BulkListDto> {
    const { bulks, next } = await this.reader.page(who, query.limit, readSeqCursor(query.cursor));
    return { bulks, next_cursor: writeSeqCursor(next) };
  }

  /** A bulk, how far it is, and its jobs page by page. */
  @Get(':id')
  @ApiOperation({ operationId: 'getBulk' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse(NO_BULK)
  @Allow('read_own', 'read_all', 'manage_queue')
  async get(
    @Param('id') id: string,
    @Query() query: GetBulkQuery,
    @Caller() who: Principal,
    @Req() request: Request,
  ): Promise<BulkDto> {
    return this.reader.one(await this.actions.find(id, who), query, baseUrlOf(request, this.settings));
  }

  /** Ends all of its jobs that wait or run. */
  @Post(':id/cancel')
  @HttpCode(200)
  @ApiOperation({ operationId: 'cancelBulk' })
  @ApiNotFoundResponse(NO_BULK)
  @Allow('cancel_own', 'manage_queue')
  async cancel(@Param('id') id: string, @Caller() who: Principal): Promise<BulkCancelledDto> {
    const jobs = await this.actions.cancel(id, who);
    const message = jobs
      ? 'Remaining jobs in bulk submission have been cancelled'
      : 'No job of this bulk waits or runs; nothing was cancelled';
    return { success: true, bulk_job_id: id, cancelled_jobs: jobs, message };
  }

  /** Holds its waiting jobs; running ones go on. */
  @Post(':id/pause')
  @HttpCode(200)
  @ApiOperation({ operationId: 'pauseBulk' })
  @ApiNotFoundResponse(NO_BULK)
  @Allow('cancel_own', 'manage_queue')
  async pause(@Param('id') id: string, @Caller() who: Principal): Promise<BulkChangedDto> {
    const jobs = await this.actions.pause(id, who);
    return changed(id, jobs, `${jobs} waiting jobs are held until the bulk is resumed.`);
  }

  /** Lets its jobs run again. */
  @Post(':id/resume')
  @HttpCode(200)
  @ApiOperation({ operationId: 'resumeBulk' })
  @ApiNotFoundResponse(NO_BULK)
  @Allow('cancel_own', 'manage_queue')
  async resume(@Param('id') id: string, @Caller() who: Principal): Promise<BulkChangedDto> {
    const jobs = await this.actions.resume(id, who);
    return changed(id, jobs, `${jobs} jobs may run again.`);
  }

  /** Puts its failed jobs back to the queue with all their retries; with `cancelled` the cancelled ones too. */
  @Post(':id/retry-failed')
  @HttpCode(200)
  @ApiOperation({ operationId: 'retryBulk' })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse(NO_BULK)
  @ApiTooManyRequestsResponse({ type: ProblemDto, description: '`quota_exceeded`: no room for any of them' })
  @ApiServiceUnavailableResponse({ type: ProblemDto, description: '`queue_full`: no room for any of them' })
  @Allow('cancel_own', 'manage_queue')
  async retry(
    @Param('id') id: string,
    @Query() query: RetryBulkQuery,
    @Caller() who: Principal,
  ): Promise<BulkChangedDto> {
    const statuses: ('failed' | 'cancelled')[] = query.cancelled ? ['failed', 'cancelled'] : ['failed'];
    const { jobs, refusal } = await this.actions.retry(id, who, statuses);
    const rest = refusal ? ` There was no room for the others: ${refusal.message}` : '';
    return changed(id, jobs, `${jobs} jobs are back in the queue.${rest}`);
  }

  /** Cancels what is left of it and forgets it with its jobs. Images stay in the gallery. */
  @Delete(':id')
  @ApiOperation({ operationId: 'deleteBulk' })
  @ApiNotFoundResponse(NO_BULK)
  @Allow('cancel_own', 'manage_queue')
  async delete(@Param('id') id: string, @Caller() who: Principal): Promise<BulkChangedDto> {
    const jobs = await this.actions.delete(id, who);
    return changed(id, jobs, `The bulk and its ${jobs} jobs are forgotten; images stay in the gallery.`);
  }

  /** Its finished images on one sheet, each with its seed. */
  @Get(':id/contact-sheet')
  @ApiOperation({ operationId: 'getContactSheet' })
  @ApiOkResponse({
    content: {
      'image/jpeg': { schema: { type: 'string', format: 'binary' } },
      'image/webp': { schema: { type: 'string', format: 'binary' } },
    },
  })
  @ApiBadRequestResponse({ type: ProblemDto })
  @ApiNotFoundResponse(NO_BULK)
  @ApiConflictResponse({ type: ProblemDto, description: '`bulk_has_no_images`' })
  @Allow('read_own', 'read_all', 'manage_queue')
  async contactSheet(
    @Param('id') id: string,
    @Query() query: ContactSheetQuery,
    @Caller() who: Principal,
  ): Promise<StreamableFile> {
    const bulk = await this.actions.find(id, who);
    const bytes = await this.sheets.of(bulk.id, query, who);
    const extension = query.format === 'webp' ? 'webp' : 'jpg';
    return new StreamableFile(bytes, {
      type: `image/${query.format}`,
      disposition: `inline; filename="${bulk.id}.${extension}"`,
      length: bytes.length,
    });
  }
}

function changed(id: string, jobs: number, message: string): BulkChangedDto {
  return { success: true, bulk_job_id: id, jobs, message };
}
