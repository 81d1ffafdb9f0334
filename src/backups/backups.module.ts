import { Module } from '@nestjs/common';
import { BackupList } from './backup-list.js';
import { BackupSchedule } from './backup-schedule.js';
import { BackupsController } from './backups.controller.js';
import { BackupsService } from './backups.service.js';

/** Copies of the database, and going back to one. */
@Module({
  controllers: [BackupsController],
  providers: [BackupList, BackupSchedule, BackupsService],
})
export class BackupsModule {}
