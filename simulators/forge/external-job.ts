import type { Host } from './job.js';
import { pause } from '../common/pause.js';
import type { ServerLife } from './server-life.js';

/**
 * A job of somebody at the web UI, seen from outside: it takes its turn at the queue lock, its state
 * is named by its task id, and it is none of the generations of the log.
 */
export async function runExternalJob(host: Host, life: ServerLife, durationMs: number): Promise<void> {
  const id = `task(${Math.random().toString(36).slice(2).padEnd(15, '0').slice(0, 15)})`;
  life.tasks.enqueue(id);
  await life.lock.run(async () => {
    const { record } = life.progress;
    life.tasks.start(id);
    life.progress.begin(id);
    const steps = Math.max(1, Math.round(durationMs / Math.max(1, host.settings.stepMs)));
    Object.assign(record, { job_count: 1, sampling_steps: steps });
    for (let step = 0; step < steps && !record.interrupted && !record.skipped; step++) {
      await pause(durationMs / steps, life.signal);
      record.sampling_step = step;
    }
    life.progress.nextJob();
    life.tasks.finish(id);
    life.progress.end();
  });
}
