import { Module } from '@nestjs/common';
import { DispatchModule } from '../../dispatch/dispatch.module.js';
import { GalleryModule } from '../../gallery/gallery.module.js';
import { JobsModule } from '../../jobs/jobs.module.js';
import { ServersModule } from '../../servers/servers.module.js';
import { WebhookIntakeModule } from '../../webhooks/contract/webhook-intake.module.js';
import { DoorControlnetController } from './controllers/door-controlnet.controller.js';
import { DoorGenerationController } from './controllers/generation.controller.js';
import { DoorJobsController } from './controllers/door-jobs.controller.js';
import { DoorListsController } from './controllers/door-lists.controller.js';
import { DoorModelsController } from './controllers/door-models.controller.js';
import { DoorOptionsController } from './controllers/door-options.controller.js';
import { DoorPicturesController } from './controllers/door-pictures.controller.js';
import { DoorProgressController } from './controllers/door-progress.controller.js';
import { DoorServersController } from './controllers/door-servers.controller.js';
import { DoorWebController } from './controllers/door-web.controller.js';
import { DoorSubmission } from './generation/door-submission.js';
import { HeldRequests, KEEP_ALIVE_MS } from './generation/held-requests.js';
import { JobEndings } from './generation/job-endings.js';
import { CallerProgress } from './jobs/caller-progress.js';
import { DoorJobsRepository } from './jobs/door-jobs.repository.js';
import { DoorJobs } from './jobs/door-jobs.service.js';
import { TaskNames } from './jobs/task-names.js';
import { DoorLists } from './lists/door-lists.js';
import { DoorServers } from './lists/door-servers.js';
import { PassThrough } from './lists/pass-through.js';
import { SideQuestions } from './lists/side-questions.js';
import { CallerOptions } from './options/caller-options.js';
import { DoorOptionsRepository } from './options/door-options.repository.js';

/** The A1111 API on top of the queue: for clients that know no other, with the images in the answer or an id at once. */
@Module({
  imports: [DispatchModule, ServersModule, GalleryModule, JobsModule, WebhookIntakeModule],
  controllers: [
    DoorGenerationController,
    DoorJobsController,
    DoorProgressController,
    DoorOptionsController,
    DoorModelsController,
    DoorListsController,
    DoorPicturesController,
    DoorServersController,
    DoorControlnetController,
    DoorWebController,
  ],
  providers: [
    CallerOptions,
    CallerProgress,
    DoorJobs,
    DoorJobsRepository,
    DoorLists,
    DoorOptionsRepository,
    DoorServers,
    DoorSubmission,
    HeldRequests,
    JobEndings,
    PassThrough,
    SideQuestions,
    TaskNames,
    { provide: KEEP_ALIVE_MS, useValue: 10_000 },
  ],
})
export class SdapiDoorModule {}
