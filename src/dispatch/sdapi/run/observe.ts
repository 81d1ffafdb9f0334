import type { Look } from '../../../forge-monitor/forge-monitor.js';
import type { Observation } from '../../../forge-monitor/observation.js';
import type { Target } from '../../contract/index.js';
import { TransportError } from '../../transport-error.js';
import type { SdapiClient } from '../server/sdapi-client.js';

/** Asks for the task and for the whole server at once; a question without an answer is a null. */
export function lookAt(client: SdapiClient, target: Target, taskId: string): Look {
  return async (previewId, signal) => {
    const [task, server] = await Promise.allSettled([
      client.taskProgress(target, taskId, previewId, signal),
      client.serverProgress(target, signal),
    ]);
    return {
      at: Date.now(),
      task: task.status === 'fulfilled' ? (task.value ?? 'unsupported') : null,
      server: server.status === 'fulfilled' ? server.value : null,
      dead: task.status === 'rejected' ? deadness(task.reason) : null,
    };
  };
}

export function deadness(error: unknown): Observation['dead'] {
  if (!(error instanceof TransportError) || !error.neverConnected) return null;
  return error.failure === 'refused' ? 'refused' : 'unreachable';
}
