import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { TaskSchedule } from './task-schedule.js';

/** Runs what says `@ScheduledTask`; the book of it all is common. */
@Module({ imports: [DiscoveryModule], providers: [TaskSchedule] })
export class TasksModule {}
