// A function of a page called past its queue: one request that lasts as long as the generation. The server itself runs
// one generation at a time, whichever way it was asked for.
import { isJsonObject } from '../../../common/json.js';
import { jsonOf } from '../../answers/read-json.js';
import type { Target } from '../../contract/index.js';
import { startLongCall } from '../../long-call.js';
import type { CallOutcome } from '../../open-call.js';
import type { HttpAnswer } from '../../target-http.js';
import { classifyPageAnswer } from '../classify-page-answer.js';
import type { PageClient } from '../page-client.js';
import type { PageFunction } from '../page/page.js';
import type { QueuedCall, QueueResult } from './queued-call.js';

export interface DirectCall {
  client: PageClient;
  target: Target;
  fn: PageFunction;
  data: unknown[];
  call: QueuedCall;
}

export async function callDirectly({
  client,
  target,
  fn,
  data,
  call,
}: DirectCall): Promise<CallOutcome<QueueResult>> {
  const body = { data, fn_index: fn.index, session_hash: null, event_data: null };
  const request = startLongCall(target, 'run/predict', body, client.http.loginHeaders(target));
  const close = (): void => request.close();
  call.closing.signal.addEventListener('abort', close);
  const outcome = await request.outcome;
  call.closing.signal.removeEventListener('abort', close);
  return outcome.kind === 'answer' ? readAnswer(outcome.answer, target) : outcome;
}

/** A function that failed answers 500 with an `error`, which may be null. */
function readAnswer(answer: HttpAnswer, target: Target): CallOutcome<QueueResult> {
  const output = jsonOf(answer.body);
  const isOutput = isJsonObject(output) && (answer.status === 200 || 'error' in output);
  if (isOutput && (answer.status === 200 || answer.status === 500))
    return { kind: 'answer', answer: { output, success: answer.status === 200 } };
  return { kind: 'refused', error: classifyPageAnswer(answer, target) };
}
