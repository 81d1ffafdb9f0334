import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { BulksModule } from '../bulks/bulks.module.js';
import { DispatchModule } from '../dispatch/dispatch.module.js';
import { GalleryModule } from '../gallery/gallery.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ServersModule } from '../servers/servers.module.js';
import { WebhookIntakeModule } from '../webhooks/contract/webhook-intake.module.js';
import { PipelinePlanner } from './pipeline-planner.js';
import { BulkSide, PipelineReader } from './pipeline-reader.js';
import { PipelineStore, PipelineSubmissions } from './pipeline-submissions.js';
import { PipelinesController } from './pipelines.controller.js';
import { PipelinesRepository } from './pipelines.repository.js';
import { PipelinesService } from './pipelines.service.js';

/** Jobs that build upon each other as one thing: a bulk whose jobs are steps. How jobs wait for jobs is `jobs/`. */
@Module({
  imports: [
    ...[ApiKeysModule, BulksModule, DispatchModule, GalleryModule, IdempotencyModule],
    ...[JobsModule, ServersModule, WebhookIntakeModule],
  ],
  controllers: [PipelinesController],
  providers: [
    BulkSide,
    PipelinePlanner,
    PipelineReader,
    PipelineStore,
    PipelineSubmissions,
    PipelinesRepository,
    PipelinesService,
  ],
})
export class PipelinesModule {}
