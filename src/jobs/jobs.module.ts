import { Module } from '@nestjs/common';
import { ApiKeysModule } from '../api-keys/api-keys.module.js';
import { DispatchModule } from '../dispatch/dispatch.module.js';
import { GalleryModule } from '../gallery/gallery.module.js';
import { IdempotencyModule } from '../idempotency/idempotency.module.js';
import { MemoryModule } from '../memory/memory.module.js';
import { PromptsModule } from '../prompts/prompts.module.js';
import { ServersModule } from '../servers/servers.module.js';
import { WebhookIntakeModule } from '../webhooks/contract/webhook-intake.module.js';
import { AppTypesController } from './app-types.controller.js';
import { DurationBook } from './duration-book.js';
import { FrontRefresh } from './front-refresh.js';
import { GenerateController } from './generate.controller.js';
import { JobActionsController } from './job-actions.controller.js';
import { JobBatches } from './job-batches.js';
import { JobChooser } from './job-chooser.js';
import { JobClaimsRepository } from './job-claims.repository.js';
import { JobCountsRepository } from './job-counts.repository.js';
import { JobDurationsRepository } from './job-durations.repository.js';
import { JobDependenciesRepository } from './job-dependencies.repository.js';
import { JobExclusionsRepository } from './job-exclusions.repository.js';
import { JobEventsRepository } from './job-events.repository.js';
import { JobLinks } from './job-links.js';
import { JobListRepository } from './job-list.repository.js';
import { JobLogController } from './job-log.controller.js';
import { JobLog } from './job-log.js';
import { JobMemory } from './job-memory.js';
import { JobObstacles } from './job-obstacles.js';
import { JobOutlook, OutlookReasons } from './job-outlook.js';
import { JobPages } from './job-pages.js';
import { JobPreparer } from './job-preparer.js';
import { JobProspects } from './job-prospects.js';
import { JobReader } from './job-reader.js';
import { JobRunState } from './job-run-state.js';
import { JobServers } from './job-servers.js';
import { JobSignals } from './job-signals.js';
import { JobSubmissions } from './job-submissions.js';
import { JobsRepository } from './jobs.repository.js';
import { JobsService } from './jobs.service.js';
import { KeyRulesRepository } from './key-rules.repository.js';
import { KeyStandings } from './key-standings.js';
import { LiveProgress } from './live-progress.js';
import { LoadedModels } from './loaded-models.js';
import { MemoryReadings } from './memory-readings.js';
import { ModelLoads } from './model-loads.js';
import { PromptHistory } from './prompt-history.js';
import { PromptHistoryController } from './prompt-history.controller.js';
import { PromptHistoryRepository } from './prompt-history.repository.js';
import { QueueAdmission } from './queue-admission.js';
import { QueueController } from './queue.controller.js';
import { QueueGroups } from './queue-groups.js';
import { QueueGroupsController } from './queue-groups.controller.js';
import { QueueGroupsRepository } from './queue-groups.repository.js';
import {
  OriginalJobsController,
  QueueJobsController,
  QueueJobsV1Controller,
} from './queue-jobs.controller.js';
import { QueueForecaster } from './queue-forecast.js';
import { QueueMirrorRepository } from './queue-mirror.repository.js';
import { QueueMirror } from './queue-mirror.js';
import { QueueRepository } from './queue.repository.js';
import { QueueService } from './queue.service.js';
import { QueueStandings } from './queue-standings.js';
import { QueueState } from './queue-state.js';
import { QuotaWakeUps } from './quotas.js';
import { RunningJobs } from './running-jobs.js';
import { TurnReasons } from './turn-reasons.js';
import { FleetWorld, SchedulingKnowledge } from './scheduling-world.js';
import { StartEstimate } from './start-estimate.js';

/** Jobs: their states, their order, what people do with them. Running them is `runner/`. */
@Module({
  imports: [
    ...[ApiKeysModule, DispatchModule, GalleryModule, IdempotencyModule],
    ...[MemoryModule, PromptsModule, ServersModule, WebhookIntakeModule],
  ],
  controllers: [
    GenerateController,
    QueueController,
    QueueGroupsController,
    QueueJobsV1Controller,
    QueueJobsController,
    OriginalJobsController,
    JobActionsController,
    JobLogController,
    AppTypesController,
    PromptHistoryController,
  ],
  providers: [
    DurationBook,
    FrontRefresh,
    FleetWorld,
    JobBatches,
    JobChooser,
    JobClaimsRepository,
    JobCountsRepository,
    JobDependenciesRepository,
    JobDurationsRepository,
    JobExclusionsRepository,
    JobEventsRepository,
    JobLinks,
    JobListRepository,
    JobLog,
    JobMemory,
    JobObstacles,
    JobOutlook,
    OutlookReasons,
    JobPages,
    JobPreparer,
    JobProspects,
    JobReader,
    JobRunState,
    JobServers,
    JobSignals,
    JobSubmissions,
    JobsRepository,
    JobsService,
    KeyRulesRepository,
    KeyStandings,
    LiveProgress,
    LoadedModels,
    MemoryReadings,
    ModelLoads,
    PromptHistory,
    PromptHistoryRepository,
    QueueAdmission,
    QueueGroups,
    QueueGroupsRepository,
    QueueForecaster,
    QueueMirror,
    QueueMirrorRepository,
    QueueRepository,
    QueueService,
    QueueStandings,
    QueueState,
    QuotaWakeUps,
    RunningJobs,
    SchedulingKnowledge,
    StartEstimate,
    TurnReasons,
  ],
  exports: [
    DurationBook,
    JobClaimsRepository,
    JobCountsRepository,
    JobExclusionsRepository,
    JobLinks,
    JobListRepository,
    JobMemory,
    JobReader,
    JobServers,
    JobSignals,
    JobsService,
    LiveProgress,
    QueueStandings,
    QueueState,
    StartEstimate,
  ],
})
export class JobsModule {}
