import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { ApiBody, ApiOkResponse, ApiOperation, ApiPropertyOptional, ApiQuery } from '@nestjs/swagger';
import { Allow, Caller, Open, type Principal } from '../../../access/contract/index.js';
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import { CallerProgress, type TaskQuestion } from '../jobs/caller-progress.js';
import { A1111Door } from './door-docs.js';

const ANYTHING = { schema: { type: 'object' as const, additionalProperties: true } };
const YES = /^(true|1|yes|on|t|y)$/i;

/** Which task, and the last preview that the client has. */
export class TaskProgressDto {
  /** The client's `force_task_id`, or the id of a job. */
  @ApiPropertyOptional({ type: String, nullable: true }) id_task?: string | null;
  id_live_preview?: number;
  live_preview?: boolean;
}

/** Names of waiting tasks. */
export class PendingTasksDto {
  size!: number;
  tasks!: string[];
}

@A1111Door()
@Controller()
export class DoorProgressController {
  constructor(private readonly progress: CallerProgress) {}

  /** Progress of the newest job that runs for this caller; of nobody else's. */
  @Get('sdapi/v1/progress')
  @ApiOperation({ operationId: 'a1111Progress' })
  @ApiQuery({ name: 'skip_current_image', required: false, schema: { type: 'boolean' } })
  @ApiOkResponse(ANYTHING)
  @Allow('submit', 'read_own')
  now(
    @Caller() who: Principal,
    @Query('skip_current_image') skipsImage?: string | string[],
  ): Promise<JsonObject> {
    return this.progress.now(who, !YES.test(String(skipsImage ?? '')));
  }

  /** Cancels what runs for this caller, and only that. */
  @Post('sdapi/v1/interrupt')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111Interrupt' })
  @ApiOkResponse(ANYTHING)
  @Allow('submit', 'cancel_own')
  async interrupt(@Caller() who: Principal): Promise<JsonObject> {
    await this.progress.interrupt(who);
    return {};
  }

  /** Accepted and without effect: a queued job is one thing, of which no part can be skipped. */
  @Post('sdapi/v1/skip')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111Skip' })
  @ApiOkResponse(ANYTHING)
  @Allow('submit', 'cancel_own')
  skip(): JsonObject {
    return {};
  }

  /** Progress of one task of this caller, by the name that it gave with `force_task_id`. */
  @Post('internal/progress')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111TaskProgress' })
  @ApiBody({ type: TaskProgressDto })
  @ApiOkResponse(ANYTHING)
  @Allow('submit', 'read_own')
  task(@Body() body: unknown, @Caller() who: Principal): Promise<JsonObject> {
    return this.progress.task(questionOf(body), who);
  }

  /** Names of this caller's waiting tasks. */
  @Get('internal/pending-tasks')
  @ApiOperation({ operationId: 'a1111PendingTasks' })
  @Allow('submit', 'read_own')
  async pending(@Caller() who: Principal): Promise<PendingTasksDto> {
    const tasks = await this.progress.pending(who);
    return { size: tasks.length, tasks };
  }

  /** Whether anybody is there. */
  @Get('internal/ping')
  @ApiOperation({ operationId: 'a1111Ping' })
  @ApiOkResponse(ANYTHING)
  @Open()
  ping(): JsonObject {
    return {};
  }

  /** The same by POST. */
  @Post('internal/ping')
  @HttpCode(200)
  @ApiOperation({ operationId: 'a1111PingByPost' })
  @ApiOkResponse(ANYTHING)
  @Open()
  pingByPost(): JsonObject {
    return {};
  }
}

function questionOf(body: unknown): TaskQuestion {
  const fields = isJsonObject(body) ? body : {};
  const { id_task: name, id_live_preview: seen } = fields;
  return {
    id_task: typeof name === 'string' ? name : null,
    id_live_preview: typeof seen === 'number' ? seen : -1,
    live_preview: fields['live_preview'] !== false,
  };
}
