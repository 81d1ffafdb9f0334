import { Controller, Get, Headers, Query, Res } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Allow, Caller, StaysOpen, type Principal } from '../access/contract/index.js';
import { EventStream } from './event-stream.js';
import { startStream, writeFrame } from './sse-writer.js';
import { StreamQueryDto } from './stream-query.dto.js';

@ApiTags('events')
@Controller('api/v1/events')
export class EventsController {
  constructor(private readonly stream: EventStream) {}

  /**
   * Everything that happens, as server-sent events: `job.created`, `job.updated`, `job.progress`, `job.preview`,
   * `job.completed`, `job.failed`, `job.cancelled`, `job.deleted`, `bulk.created`, `bulk.updated`, `bulk.finished`,
   * `server.state`, `queue.state`, `image.updated`, `image.deleted`, `workflow.updated`, `workflow.deleted`,
   * `api_key.unusual_use`, `webhook.paused`; each caller hears of what it may see.
   *
   * Stored events carry an id; a client that comes back with `Last-Event-ID` gets what it missed (one day is kept;
   * beyond that one `reset` event: read the lists again). Progress and previews carry no id and are never replayed.
   */
  @Get()
  @ApiOperation({ operationId: 'streamEvents' })
  @ApiOkResponse({
    description: 'An endless stream.',
    content: { 'text/event-stream': { schema: { type: 'string' } } },
  })
  @ApiHeader({ name: 'Last-Event-ID', required: false, description: 'The last id seen.' })
  @Allow('read_own', 'read_all', 'manage_queue')
  @StaysOpen()
  open(
    @Query() query: StreamQueryDto,
    @Caller() who: Principal,
    @Res() response: Response,
    @Headers('Last-Event-ID') lastEventId?: string,
  ): void {
    const after =
      query.last_event_id ?? (lastEventId && /^\d+$/.test(lastEventId) ? Number(lastEventId) : undefined);
    const kinds = (query.kinds ?? '').split(',').map((kind) => kind.trim());
    const wanted = {
      jobId: query.job_id,
      bulkJobId: query.bulk_job_id,
      serverAlias: query.server,
      kinds: kinds.filter(Boolean),
      who,
    };
    startStream(response);
    // Express hands HEAD to the route of GET; it has no body, so there is nothing to wait for.
    if (response.req.method === 'HEAD') return void response.end();
    const frames = this.stream.listen(wanted, after).subscribe({
      next: (frame) => {
        if (!writeFrame(response, frame)) frames.unsubscribe();
      },
      error: () => response.end(),
      complete: () => response.end(),
    });
    response.on('close', () => frames.unsubscribe());
  }
}
