import { Controller, Get, Res } from '@nestjs/common';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { Response } from 'express';
import { Open } from '../access/contract/index.js';
import { HealthDto, LivenessDto } from './health.dto.js';
import { HealthService } from './health.service.js';

@ApiTags('health')
@Open()
@Controller()
export class HealthController {
  constructor(private readonly health: HealthService) {}

  /** Is it alive and ready, and how do the queue and its servers stand? 503 when not ready. */
  @Get('health')
  @ApiOperation({ operationId: 'getHealth' })
  @ApiOkResponse({ type: HealthDto })
  async get(@Res({ passthrough: true }) response: Response): Promise<HealthDto> {
    const health = await this.health.report();
    response.status(health.ready ? 200 : 503).set('Cache-Control', 'no-store');
    return health;
  }

  /** Answers as long as the process does; never touches the database. */
  @Get('health/live')
  @ApiOperation({ operationId: 'getLiveness' })
  live(): LivenessDto {
    return { status: 'ok' };
  }

  /** 200 when jobs can be taken, else 503. */
  @Get('health/ready')
  @ApiOperation({ operationId: 'getReadiness' })
  async ready(@Res({ passthrough: true }) response: Response): Promise<LivenessDto> {
    const ready = await this.health.isReady();
    response.status(ready ? 200 : 503);
    return { status: ready ? 'ok' : 'unavailable' };
  }

  /** A plain text, as older clients check for. */
  @Get('status')
  @ApiOperation({ operationId: 'getStatus' })
  @ApiOkResponse({ content: { 'text/plain': { schema: { type: 'string' } } } })
  status(@Res() response: Response): void {
    response.type('text/plain').send('StableQueue is running\n');
  }
}
