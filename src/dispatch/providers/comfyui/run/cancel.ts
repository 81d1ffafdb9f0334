// Stops one prompt and no other. Versions from 0.26 do it in one step; before, who runs there is looked at first.
import { isJsonObject } from '../../../../common/json.js';
import type { Target } from '../../../contract/index.js';
import { classifyStatus } from '../answer/classify-status.js';
import { jsonOf, type ComfyuiClient } from '../server/comfyui-client.js';

/** False: it neither ran nor waited there. */
export async function cancelPrompt(
  client: ComfyuiClient,
  target: Target,
  promptId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const answer = await client.post(target, `api/jobs/${promptId}/cancel`, {}, signal);
  const json = jsonOf(answer);
  if (answer.status === 200 && isJsonObject(json) && typeof json['cancelled'] === 'boolean')
    return json['cancelled'];
  if (![404, 405, 500].includes(answer.status)) throw classifyStatus(answer, target);
  return cancelByHand(client, target, promptId, signal);
}

async function cancelByHand(
  client: ComfyuiClient,
  target: Target,
  promptId: string,
  signal: AbortSignal,
): Promise<boolean> {
  const { running, pending } = await client.queueIds(target, signal);
  if (pending.includes(promptId)) {
    await client.post(target, 'queue', { delete: [promptId] }, signal);
    // It may have begun to run in between: then it is gone from the list, and runs.
    if (!(await client.queueIds(target, signal)).running.includes(promptId)) return true;
  } else if (!running.includes(promptId)) return false;
  // Before 0.3.57 the id is not looked at, and whatever runs is stopped: it was ours a moment ago.
  await client.post(target, 'interrupt', { prompt_id: promptId }, signal);
  return true;
}
