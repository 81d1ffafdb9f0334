// What became of a prompt after a restart of ours.
import { pause } from '../../../../common/pause.js';
import { transportSentence } from '../../../answers/classify-transport.js';
import { DispatchError, type Recovery, type Target } from '../../../contract/index.js';
import { toTransportError } from '../../../transport-error.js';
import type { ComfyuiClient, Standing } from '../server/comfyui-client.js';

const CONFIRM_MS = 300;

export async function recoverPrompt(
  client: ComfyuiClient,
  target: Target,
  promptId: string,
  signal: AbortSignal,
): Promise<Recovery> {
  try {
    const seen = await twice(() => client.standing(target, promptId, signal), signal);
    // A failed one has ended, too: watching it tells why.
    if (seen.state === 'ended') return { state: 'finished' };
    if (seen.state !== 'absent') return { state: 'running' };
    // Queue and history die with the server, so it may have run before that.
    return { state: 'unknown', mayHaveRun: true };
  } catch (error) {
    signal.throwIfAborted();
    const reason =
      error instanceof DispatchError ? error.message : transportSentence(toTransportError(error), target);
    return { state: 'unreachable', reason };
  }
}

/** Between the queue and the history a prompt is in neither for a moment. */
async function twice(look: () => Promise<Standing>, signal: AbortSignal): Promise<Standing> {
  const first = await look();
  if (first.state !== 'absent') return first;
  await pause(CONFIRM_MS, signal);
  return look();
}
