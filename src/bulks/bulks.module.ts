import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { GalleryModule } from '../gallery/gallery.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ServersModule } from '../servers/servers.module.js';
import { WebhookIntakeModule } from '../webhooks/contract/webhook-intake.module.js';
import { BulkActions } from './bulk-actions.js';
import { BulkEstimate } from './bulk-estimate.js';
import { BulkFinisher } from './bulk-finisher.js';
import { BulkGenerateController } from './bulk-generate.controller.js';
import { BulkIntake } from './bulk-intake.js';
import { BulkJobsRepository } from './bulk-jobs.repository.js';
import { BulkPlanner } from './bulk-planner.js';
import { BulkReader } from './bulk-reader.js';
import { BulkSubmissions } from './bulk-submissions.js';
import { BulkSubmitter } from './bulk-submitter.js';
import { BulksController } from './bulks.controller.js';
import { BulksRepository } from './bulks.repository.js';
import { ContactSheets } from './contact-sheets.js';

/** Many jobs as one thing. The jobs themselves are `jobs/`, dynamic prompts `prompts/`. */
@Module({
  imports: [ApiKeysModule, GalleryModule, IdempotencyModule, JobsModule, ServersModule, WebhookIntakeModule],
  controllers: [BulkGenerateController, BulksController],
  providers: [
    BulkActions,
    BulkEstimate,
    BulkFinisher,
    BulkIntake,
    BulkJobsRepository,
    BulkPlanner,
    BulkReader,
    BulkSubmissions,
    BulkSubmitter,
    BulksRepository,
    ContactSheets,
  ],
  exports: [BulkActions, BulkReader, BulksRepository],
})
export class BulksModule {}
