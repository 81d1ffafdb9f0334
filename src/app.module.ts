import { Module, type DynamicModule } from '@nestjs/common';
import { APP_FILTER, APP_PIPE } from '@nestjs/core';
import { ScheduleModule } from '@nestjs/schedule';
import { AccessModule } from './access/access.module.js';
import { AppController } from './app.controller.js';
import { BackupsModule } from './backups/backups.module.js';
import { BulksModule } from './bulks/bulks.module.js';
import { CommonModule } from './common/common.module.js';
import { LogBufferModule } from './common/logs/log-buffer.module.js';
import type { LogBuffer } from './common/logs/log-buffer.js';
import { TasksModule } from './common/tasks/tasks.module.js';
import { validationPipe } from './common/validation.pipe.js';
import { ConfigModule } from './config/config.module.js';
import type { Settings } from './config/settings.js';
import { DatabaseModule } from './database/database.module.js';
import { DemoModule } from './demo/demo.module.js';
import { DispatchModule } from './dispatch/dispatch.module.js';
import { DoorPathsFilter } from './doors/sdapi/door-paths.filter.js';
import { SdapiDoorModule } from './doors/sdapi/sdapi-door.module.js';
import { EventsModule } from './events/events.module.js';
import { GalleryModule } from './gallery/gallery.module.js';
import { HealthModule } from './health/health.module.js';
import { JobsModule } from './jobs/jobs.module.js';
import { PipelinesModule } from './pipelines/pipelines.module.js';
import { PresetsModule } from './presets/presets.module.js';
import { RunnerModule } from './runner/runner.module.js';
import { SecretsModule } from './secrets/secrets.module.js';
import { ServersModule } from './servers/servers.module.js';
import { SystemModule } from './system/system.module.js';
import { WebhooksModule } from './webhooks/webhooks.module.js';
import { WorkflowsModule } from './workflows/workflows.module.js';

/** The whole server. */
@Module({})
export class AppModule {
  static with(settings: Settings, logs: LogBuffer): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.with(settings),
        CommonModule,
        LogBufferModule.with(logs),
        SecretsModule,
        DatabaseModule,
        AccessModule,
        EventsModule,
        ScheduleModule.forRoot(),
        TasksModule,
        DispatchModule,
        ServersModule,
        GalleryModule,
        JobsModule,
        BulksModule,
        PipelinesModule,
        WebhooksModule,
        RunnerModule,
        SdapiDoorModule,
        PresetsModule,
        WorkflowsModule,
        BackupsModule,
        DemoModule,
        SystemModule,
        HealthModule,
      ],
      controllers: [AppController],
      providers: [
        { provide: APP_FILTER, useClass: DoorPathsFilter },
        { provide: APP_PIPE, useFactory: () => validationPipe() },
      ],
    };
  }
}
