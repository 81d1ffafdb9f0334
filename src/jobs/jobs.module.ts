import { Module } from '@nestjs/common';
import { DispatchModule } from '../dispatch/dispatch.module.js';
import { GalleryModule } from '../gallery/gallery.module.js';
import { ServersModule } from '../servers/servers.module.js';
import { GenerateController } from './generate.controller.js';
import { JobClaimsRepository } from './job-claims.repository.js';
import { JobCountsRepository } from './job-counts.repository.js';
import { JobExclusionsRepository } from './job-exclusions.repository.js';
import { JobListRepository } from './job-list.repository.js';
import { JobOutlook } from './job-outlook.js';
import { JobReader } from './job-reader.js';
import { JobSignals } from './job-signals.js';
import { JobsRepository } from './jobs.repository.js';
import { JobsService } from './jobs.service.js';
import { LiveProgress } from './live-progress.js';
import { QueueController } from './queue.controller.js';
import { QueueJobsController } from './queue-jobs.controller.js';
import { QueueRepository } from './queue.repository.js';
import { QueueService } from './queue.service.js';
import { QueueState } from './queue-state.js';
import { StartEstimate } from './start-estimate.js';

/** Jobs: their states, their order, what people do with them. Running them is `runner/`. */
@Module({
  imports: [DispatchModule, ServersModule, GalleryModule],
  controllers: [GenerateController, QueueController, QueueJobsController],
  providers: [
    JobClaimsRepository,
    JobCountsRepository,
    JobExclusionsRepository,
    JobListRepository,
    JobOutlook,
    JobReader,
    JobSignals,
    JobsRepository,
    JobsService,
    LiveProgress,
    QueueRepository,
    QueueService,
    QueueState,
    StartEstimate,
  ],
  exports: [
    JobClaimsRepository,
    JobCountsRepository,
    JobExclusionsRepository,
    JobListRepository,
    JobReader,
    JobSignals,
    JobsService,
    LiveProgress,
    QueueState,
  ],
})
export class JobsModule {}
