// Whose generation runs there? Everything that stops or re-attaches asks here first.
import type { Recovery, Target } from '../../contract/index.js';
import { classifyTransport } from '../../answers/classify-transport.js';
import { toTransportError } from '../../transport-error.js';
import type { SdapiClient } from '../server/sdapi-client.js';

export type Whereabouts =
  'running' | 'queued' | 'completed' | 'failed' | 'unknown' | 'leaked_in_queue' | 'cannot_tell';

/** Asks twice where one answer alone could be a moment between two states. */
export async function whereIs(
  client: SdapiClient,
  target: Target,
  taskId: string,
  signal: AbortSignal,
): Promise<Whereabouts> {
  const first = await lookOnce(client, target, taskId, signal);
  if (first !== 'failed' && first !== 'leaked_in_queue') return first;
  await new Promise((resolve) => setTimeout(resolve, CONFIRM_MS));
  return lookOnce(client, target, taskId, signal);
}

const CONFIRM_MS = 500;

async function lookOnce(
  client: SdapiClient,
  target: Target,
  taskId: string,
  signal: AbortSignal,
): Promise<Whereabouts> {
  const task = await client.taskProgress(target, taskId, -1, signal);
  if (!task) return 'cannot_tell';
  if (task.completed) return 'completed';
  if (!task.active && !task.queued) return 'unknown';
  const server = await client.serverProgress(target, signal);
  const isIdle = server.job === '';
  if (task.queued) return isIdle ? 'leaked_in_queue' : 'queued';
  return isIdle ? 'failed' : 'running';
}

/**
 * Interrupts what runs there if it is this task; false: it is not, and nothing was stopped. A server without task ids
 * (--nowebui) is believed to run ours only if `isOnlyOpen`: our one open request, and an API job runs.
 */
export async function interruptIfOurs(
  client: SdapiClient,
  target: Target,
  taskId: string,
  signal: AbortSignal,
  isOnlyOpen = false,
): Promise<boolean> {
  const where = await whereIs(client, target, taskId, signal);
  const isOurs =
    where === 'running' ||
    (where === 'cannot_tell' && isOnlyOpen && (await runsApiJob(client, target, signal)));
  if (!isOurs) return false;
  await client.interrupt(target, signal);
  return true;
}

async function runsApiJob(client: SdapiClient, target: Target, signal: AbortSignal): Promise<boolean> {
  const { job } = await client.serverProgress(target, signal);
  return job.startsWith('scripts_');
}

/** What became of a task after a restart of ours. `hasSaved`: its pictures lie on the server. */
export async function recoverTask(
  client: SdapiClient,
  target: Target,
  taskId: string,
  hasSaved: (signal: AbortSignal) => Promise<boolean>,
  signal: AbortSignal,
): Promise<Recovery> {
  try {
    const where = await whereIs(client, target, taskId, signal);
    if (where === 'running' || where === 'queued') return { state: 'running' };
    if (await hasSaved(signal)) return { state: 'finished' };
    if (where === 'completed') {
      return {
        state: 'result_gone',
        reason: 'It finished while we were away, and the server keeps no pictures for us.',
      };
    }
    // Without task ids whatever runs there may be ours: it is waited for, never doubled beside itself.
    if (where === 'cannot_tell' && (await client.serverProgress(target, signal)).job !== '') {
      return { state: 'running' };
    }
    // A request that died before it started stays in the list of those that wait (seen on both).
    return { state: 'unknown', mayHaveRun: where !== 'leaked_in_queue' };
  } catch (error) {
    signal.throwIfAborted();
    return { state: 'unreachable', reason: classifyTransport(toTransportError(error), target).message };
  }
}
