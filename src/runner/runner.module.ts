import { Module } from '@nestjs/common';
import { DispatchModule } from '../dispatch/dispatch.module.js';
import { GalleryModule } from '../gallery/gallery.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { ServersModule } from '../servers/servers.module.js';
import { ActiveAttempts } from './active-attempts.js';
import { AttemptSender } from './attempt-sender.js';
import { AttemptSettler } from './attempt-settler.js';
import { AttemptWatcher } from './attempt-watcher.js';
import { EarlierResults } from './earlier-results.js';
import { FailureJudge } from './failure-judge.js';
import { ImageTidying } from './image-tidying.js';
import { AttemptSteps, JobRunner } from './job-runner.js';
import { JobScheduler, SchedulerInputs } from './job-scheduler.js';
import { LeaseKeeper } from './lease-keeper.js';
import { ProgressRecorder } from './progress-recorder.js';
import { Reattacher } from './reattacher.js';
import { Recovery } from './recovery.js';
import { ResultKeeper } from './result-keeper.js';
import { ServerRoom } from './server-room.js';
import { RunnerLife } from './runner-life.js';

/** Takes waiting jobs to free servers and sees them through. */
@Module({
  imports: [DispatchModule, GalleryModule, JobsModule, ServersModule],
  providers: [
    ActiveAttempts,
    AttemptSender,
    AttemptSettler,
    AttemptSteps,
    AttemptWatcher,
    EarlierResults,
    FailureJudge,
    ImageTidying,
    JobRunner,
    JobScheduler,
    LeaseKeeper,
    ProgressRecorder,
    Reattacher,
    Recovery,
    ResultKeeper,
    RunnerLife,
    ServerRoom,
    SchedulerInputs,
  ],
  exports: [ActiveAttempts],
})
export class RunnerModule {}
