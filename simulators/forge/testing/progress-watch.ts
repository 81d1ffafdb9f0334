import { setTimeout as pollInterval } from 'node:timers/promises';
import type { ForgeSimulator } from '../index.js';
import type { RecordedProgress } from './recorded.js';

interface TaskAnswer {
  active: boolean;
  queued: boolean;
  completed: boolean;
  progress: number | null;
  id_live_preview: number;
  textinfo: string | null;
}

interface WholeAnswer {
  progress: number;
  state: { job: string; job_count: number; job_no: number; sampling_step: number; sampling_steps: number };
}

/** Runs a job while polling both progress endpoints; only changes are kept, as in the recordings. */
export async function seenProgress(
  simulator: ForgeSimulator,
  body: Record<string, unknown>,
): Promise<Pick<RecordedProgress, 'internal' | 'sdapi'>> {
  const internal: RecordedProgress['internal'] = [];
  const sdapi: RecordedProgress['sdapi'] = [];
  let isDone = false;
  const job = post(simulator, '/sdapi/v1/txt2img', body).finally(() => {
    isDone = true;
  });
  await untilKnown(simulator, body);
  for (let last = false; !last;) {
    last = isDone;
    await pollInterval(4);
    const task = (await post(simulator, '/internal/progress', {
      id_task: body['force_task_id'],
      id_live_preview: -1,
    })) as TaskAnswer;
    keep(internal, [
      task.active,
      task.queued,
      task.completed,
      task.progress,
      task.id_live_preview,
      task.textinfo,
    ]);
    const { progress, state } = (await get(
      simulator,
      '/sdapi/v1/progress?skip_current_image=true',
    )) as WholeAnswer;
    keep(sdapi, [
      progress,
      state.job,
      state.job_count,
      state.job_no,
      state.sampling_step,
      state.sampling_steps,
    ]);
  }
  await job;
  return { internal, sdapi };
}

/** Polls until the server has taken the job, so that an answer of before is not mistaken for one about it. */
async function untilKnown(simulator: ForgeSimulator, body: Record<string, unknown>): Promise<void> {
  for (;;) {
    const { active } = (await post(simulator, '/internal/progress', { id_task: body['force_task_id'] })) as {
      active: boolean;
    };
    if (active) return;
  }
}

function keep<T>(rows: T[], row: T): void {
  if (JSON.stringify(rows.at(-1)) !== JSON.stringify(row)) rows.push(row);
}

async function post(simulator: ForgeSimulator, path: string, body: object): Promise<unknown> {
  const response = await fetch(simulator.url + path, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
  return response.json();
}

async function get(simulator: ForgeSimulator, path: string): Promise<unknown> {
  return (await fetch(simulator.url + path)).json();
}
