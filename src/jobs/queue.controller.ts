import { Body, Controller, Get, HttpCode, Post, Put } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { Allow } from '../access/contract/index.js';
import { Clock } from '../common/clock.js';
import { JobCountsRepository } from './job-counts.repository.js';
import {
  ClearedDto,
  ClearQueueDto,
  QueueProcessingDto,
  QueueStateDto,
  ResetDto,
  SettingsAnswerDto,
  type JobCountsDto,
} from './queue.dto.js';
import { QueueService } from './queue.service.js';
import { QueueState } from './queue-state.js';
import { StartEstimate } from './start-estimate.js';

@ApiTags('queue')
@Controller('api/v1')
export class QueueController {
  constructor(
    private readonly queue: QueueService,
    private readonly state: QueueState,
    private readonly counts: JobCountsRepository,
    private readonly estimate: StartEstimate,
    private readonly clock: Clock,
  ) {}

  /** Is the queue running, and how many jobs are in which state? */
  @Get('queue')
  @ApiOperation({ operationId: 'getQueue' })
  @Allow()
  async get(): Promise<QueueStateDto> {
    const jobs = (await this.counts.counts()) as unknown as JobCountsDto;
    const held = await this.counts.heldCount();
    return { paused: this.state.paused, jobs, held, ...(await this.end(jobs.pending - held)) };
  }

  private async end(waiting: number): Promise<Pick<QueueStateDto, 'estimated_empty_time' | 'empty_range'>> {
    const halted = this.state.paused || this.state.blocked !== null;
    const seconds = halted ? null : await this.estimate.untilEmpty(waiting);
    const at = (ahead: number): string => this.clock.isoIn(Math.round(ahead * 1000));
    return {
      estimated_empty_time: seconds && at(seconds.typical),
      empty_range: seconds && { from: at(seconds.low), to: at(seconds.high) },
    };
  }

  /** Starts no more jobs; running ones go on. Survives a restart. */
  @Post('queue/pause')
  @HttpCode(200)
  @ApiOperation({ operationId: 'pauseQueue' })
  @Allow('manage_queue')
  async pause(): Promise<QueueStateDto> {
    await this.state.pause();
    return this.get();
  }

  /** Starts jobs again. */
  @Post('queue/resume')
  @HttpCode(200)
  @ApiOperation({ operationId: 'resumeQueue' })
  @Allow('manage_queue')
  async resume(): Promise<QueueStateDto> {
    await this.state.resume();
    return this.get();
  }

  /** Lets every held job run. */
  @Post('queue/release-held')
  @HttpCode(200)
  @ApiOperation({ operationId: 'releaseHeldJobs' })
  @Allow('manage_queue')
  async releaseHeld(): Promise<ClearedDto> {
    const jobs = await this.queue.releaseHeld();
    return { success: true, message: `${jobs} held jobs released.`, jobs };
  }

  /** Forgets ended jobs by state and age. Images stay in the gallery. */
  @Post('queue/clear')
  @HttpCode(200)
  @ApiOperation({ operationId: 'clearQueue' })
  @Allow('manage_queue')
  async clear(@Body() dto: ClearQueueDto): Promise<ClearedDto> {
    const jobs = await this.queue.clear(
      dto.statuses ?? ['completed', 'failed', 'cancelled'],
      dto.older_than_seconds ?? 0,
    );
    return { success: true, message: `${jobs} jobs forgotten.`, jobs };
  }

  /** Cancels everything and forgets every job, after a verified copy of the database. Images and servers stay. */
  @Post('queue/reset')
  @HttpCode(200)
  @ApiOperation({ operationId: 'resetQueue' })
  @Allow('admin')
  async reset(): Promise<ResetDto> {
    const { backup, jobs } = await this.queue.reset();
    return {
      success: true,
      message: `${jobs} jobs forgotten; a copy of the database is at ${backup}.`,
      jobs,
      backup,
    };
  }

  /** As older clients ask whether the queue runs. */
  @Get('settings')
  @ApiOperation({ operationId: 'getSettings' })
  @Allow()
  settings(): SettingsAnswerDto {
    return { success: true, settings: { queueProcessingEnabled: !this.state.paused } };
  }

  /** As older clients pause and resume the queue. */
  @Put('settings/queue-processing')
  @ApiOperation({ operationId: 'setQueueProcessing' })
  @Allow('manage_queue')
  async setProcessing(@Body() dto: QueueProcessingDto): Promise<SettingsAnswerDto> {
    await (dto.enabled ? this.state.resume() : this.state.pause());
    return { ...this.settings(), message: `Queue processing is ${dto.enabled ? 'on' : 'off'}.` };
  }
}
