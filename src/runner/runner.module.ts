import { Module } from '@nestjs/common';
import { DispatchModule } from '../dispatch/dispatch.module.js';
import { GalleryModule } from '../gallery/gallery.module.js';
import { JobsModule } from '../jobs/jobs.module.js';
import { OutboundModule } from '../outbound/outbound.module.js';
import { ServersModule } from '../servers/servers.module.js';
import { ActiveAttempts } from './active-attempts.js';
import { AttemptParams } from './attempt-params.js';
import { AttemptSender } from './attempt-sender.js';
import { AttemptSettler } from './attempt-settler.js';
import { AttemptWatcher } from './attempt-watcher.js';
import { BusyPeriods, PeriodInputs } from './busy-periods.js';
import { EarlierResults } from './earlier-results.js';
import { FailureJudge } from './failure-judge.js';
import { HookCaller } from './hook-caller.js';
import { IdleUnload } from './idle-unload.js';
import { ImageTidying } from './image-tidying.js';
import { AttemptSteps, JobRunner } from './job-runner.js';
import { JobScheduler, SchedulerInputs } from './job-scheduler.js';
import { LeaseKeeper } from './lease-keeper.js';
import { MemoryFitting } from './memory-fitting.js';
import { MemoryJudge } from './memory-judge.js';
import { ModelUnloader } from './model-unloader.js';
import { ProgressRecorder } from './progress-recorder.js';
import { Reattacher } from './reattacher.js';
import { Recovery } from './recovery.js';
import { ResultKeeper } from './result-keeper.js';
import { ServerRoom } from './server-room.js';
import { RunnerLife } from './runner-life.js';
import { ServerActivity } from './server-activity.js';
import { SlotRelease } from './slot-release.js';

/** Takes waiting jobs to free servers and sees them through. */
@Module({
  imports: [DispatchModule, GalleryModule, JobsModule, OutboundModule, ServersModule],
  providers: [
    ActiveAttempts,
    AttemptParams,
    AttemptSender,
    AttemptSettler,
    AttemptSteps,
    AttemptWatcher,
    BusyPeriods,
    EarlierResults,
    FailureJudge,
    HookCaller,
    IdleUnload,
    ImageTidying,
    JobRunner,
    JobScheduler,
    LeaseKeeper,
    MemoryFitting,
    MemoryJudge,
    ModelUnloader,
    PeriodInputs,
    ProgressRecorder,
    Reattacher,
    Recovery,
    ResultKeeper,
    RunnerLife,
    ServerRoom,
    SchedulerInputs,
    ServerActivity,
    SlotRelease,
  ],
  exports: [ActiveAttempts],
})
export class RunnerModule {}
