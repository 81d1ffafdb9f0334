// A question of the A1111 API that is answered at once: passed on as it is. Which ones may be asked is decided by who asks.
import type { SideAnswer, SideQuestion, Target } from '../../contract/index.js';
import type { TargetHttp } from '../../target-http.js';
import { toTransportError } from '../../transport-error.js';
import { classifyTransport } from '../../answers/classify-transport.js';
import { jsonOf } from '../../answers/read-json.js';

/** Upscaled pictures in base64, LoRA metadata. */
const MAX_ANSWER_BYTES = 128 * 1024 * 1024;

/** @throws DispatchError when no whole answer came */
export async function askServer(
  http: TargetHttp,
  question: SideQuestion,
  target: Target,
  signal: AbortSignal,
): Promise<SideAnswer> {
  const { method, path, query, json, timeoutMs } = question;
  const call = {
    method,
    path: query === '' ? path : `${path}?${query}`,
    timeoutMs,
    maxBytes: MAX_ANSWER_BYTES,
    signal,
    ...(json === undefined ? {} : { json }),
  };
  const answer = await http.call(target, call).catch((error: unknown) => {
    throw classifyTransport(toTransportError(error), target);
  });
  return { status: answer.status, json: jsonOf(answer.body) };
}
