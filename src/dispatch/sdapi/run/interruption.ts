// An interrupted generation answers like a finished one (seen on both): 200 and a picture, half made. Only the
// server's state tells, until its next job begins.
import type { RunWarning, Target } from '../../contract/index.js';
import type { SdapiClient } from '../server/sdapi-client.js';

const ASK_MS = 500;

/** Null: nobody interrupted it, as far as can be known. Runs beside the reading of the answer. */
export async function noteInterruption(
  client: SdapiClient,
  target: Target,
  wasSeen: boolean,
): Promise<RunWarning | null> {
  const interrupted = wasSeen || (await isInterrupted(client, target));
  if (!interrupted) return null;
  const message = 'The generation was interrupted on the server: the picture may be unfinished.';
  return { code: 'interrupted', message, mismatch: true };
}

async function isInterrupted(client: SdapiClient, target: Target): Promise<boolean> {
  try {
    const report = await client.serverProgress(target, AbortSignal.timeout(ASK_MS));
    return report.interrupted && report.job === '';
  } catch {
    // The pictures are there: not knowing this must not lose them.
    return false;
  }
}
