// Where a job of the page stands, by its task id, and what the page still has of it. The server tells of its last 16
// tasks whether they are over, and gives back the results of its last two (seen on both).
import type { Look } from '../../../forge-monitor/forge-monitor.js';
import type { Target } from '../../contract/index.js';
import type { PageClient } from '../../gradio/page-client.js';
import type { TabName } from '../../gradio/page/page.js';
import type { QueuedCall } from '../../gradio/queue/queued-call.js';
import { deadness } from '../run/observe.js';
import type { SdapiClient } from '../server/sdapi-client.js';

export type Whereabouts = 'running' | 'queued' | 'completed' | 'unknown';

/** `call`: what the queue tells of it counts, too. */
export function lookAtPage(api: SdapiClient, target: Target, taskId: string, call: QueuedCall | null): Look {
  return async (previewId, signal) => {
    const asked = api.taskProgress(target, taskId, previewId, signal);
    const [task] = await Promise.allSettled([asked]);
    const queue = call?.standing;
    return {
      at: Date.now(),
      task: task.status === 'fulfilled' ? (task.value ?? 'unsupported') : null,
      server: null,
      dead: task.status === 'rejected' ? deadness(task.reason) : null,
      ...(queue ? { queue } : {}),
    };
  };
}

/** A job that failed is as completed as one that went well. */
export async function whereOnPage(
  api: SdapiClient,
  target: Target,
  taskId: string,
  signal: AbortSignal,
): Promise<Whereabouts> {
  const task = await api.taskProgress(target, taskId, -1, signal);
  if (task?.completed) return 'completed';
  if (task?.active) return 'running';
  return task?.queued ? 'queued' : 'unknown';
}

/**
 * What the page gave back for a task that is over; null when it has forgotten it, or it failed. The call waits for as
 * long as the task runs.
 * @throws DispatchError, TransportError
 */
export async function restoredData(
  client: PageClient,
  target: Target,
  tab: TabName,
  taskId: string,
  signal: AbortSignal,
): Promise<unknown[] | null> {
  const restore = (await client.page(target, signal)).tabs[tab]?.restore;
  if (!restore) return null;
  const { data } = await client.call(target, restore, [taskId], signal);
  // Without a result the gallery is told to stay as it is.
  return Array.isArray(data) && Array.isArray(data[0]) ? (data as unknown[]) : null;
}

/**
 * Clicks on "Interrupt" if the task runs; twice if it goes on: with several pictures the first click lets the present
 * one be finished (seen on both). False: it does not run, and nothing was stopped.
 * @throws DispatchError, TransportError
 */
export async function interruptOnPage(
  api: SdapiClient,
  client: PageClient,
  target: Target,
  tab: TabName,
  taskId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const runs = async (): Promise<boolean> => (await whereOnPage(api, target, taskId, signal)) === 'running';
  if (!(await runs())) return false;
  const interrupt = (await client.page(target, signal)).tabs[tab]?.interrupt;
  if (!interrupt || !(await runs())) return false;
  await client.call(target, interrupt, [], signal);
  if (await runs()) await client.call(target, interrupt, [], signal);
  return true;
}
