import { Controller, Get, HttpCode, Param, Post } from '@nestjs/common';
import { ApiNotFoundResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/contract/index.js';
import { MessageDto } from '../common/message.dto.js';
import { ProblemDto } from '../common/problem.dto.js';
import { TaskBook, type TaskState } from '../common/tasks/task-book.js';
import { TaskDto, TaskListDto } from './tasks.dto.js';

@ApiTags('system')
@Allow('admin')
@Controller('api/v1/system/tasks')
export class TasksController {
  constructor(private readonly tasks: TaskBook) {}

  /** What the server does again and again, by name. */
  @Get()
  @ApiOperation({ operationId: 'listTasks' })
  list(): TaskListDto {
    return { tasks: this.tasks.all().map(toDto) };
  }

  /** Runs one now, beside its times; one that runs already is not run twice. The list tells how it went. */
  @Post(':name/run')
  @HttpCode(202)
  @ApiOperation({ operationId: 'runTask' })
  @ApiNotFoundResponse({ type: ProblemDto, description: '`task_not_found`' })
  run(@Param('name') name: string): MessageDto {
    void this.tasks.run(name);
    return { message: `The task "${name}" runs.` };
  }
}

function toDto({ name, description, everyMs, running, lastRun, nextRunAt }: TaskState): TaskDto {
  return {
    ...{ name, description, running, every_seconds: everyMs / 1000 },
    last_run: lastRun && {
      started_timestamp: new Date(lastRun.startedAt).toISOString(),
      duration_ms: lastRun.durationMs,
      error: lastRun.error,
    },
    next_run_timestamp: nextRunAt === null ? null : new Date(nextRunAt).toISOString(),
  };
}
