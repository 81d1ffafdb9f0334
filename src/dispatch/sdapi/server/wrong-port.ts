import { isJsonObject } from '../../../common/json.js';
import type { HttpAnswer } from '../../target-http.js';
import type { TransportError } from '../../transport-error.js';
import { shownAddress } from '../../answers/classify-transport.js';
import { jsonOf } from '../../answers/read-json.js';
import { objectIn, problemOf, type Problem, type ProbeContext } from './probe-context.js';

/** Something answers at the address, but it is not what we look for: say what it is, if we can tell. */
export async function wrongPort(
  context: ProbeContext,
  startup: HttpAnswer,
  options: HttpAnswer | TransportError,
): Promise<Problem> {
  const { http, target, signal } = context;
  const at = shownAddress(target);
  if (
    !(options instanceof Error) &&
    (options.status === 502 || options.status === 503 || options.status === 504)
  ) {
    return problemOf(
      'unreachable',
      'unreachable',
      `A proxy answers at ${at}, but the server behind it does not.`,
    );
  }
  const comfy = await http.call(target, { path: 'system_stats', timeoutMs: 5_000, signal }).catch(() => null);
  if (comfy && isJsonObject(objectIn(comfy)?.['system'])) {
    return problemOf(
      'misconfigured',
      'wrong_port',
      `A ComfyUI answers at ${at}: register it with app_type "comfyui".`,
    );
  }
  // While it starts, the routes appear one by one: 404 before (seen on Forge dfdcbab6).
  const ping = await http.call(target, { path: 'internal/ping', timeoutMs: 5_000, signal }).catch(() => null);
  const isWebui = ping?.status === 200 && isJsonObject(jsonOf(ping.body));
  if (isWebui) return problemOf('starting', 'starting', 'The server is starting.');
  const hint = 'Forge and A1111 listen on port 7860, and on 7861 when they are started with --nowebui.';
  const what = startup.status >= 500 ? `status ${startup.status}` : 'something else';
  return problemOf('misconfigured', 'wrong_port', `No WebUI answers at ${at}, but ${what} does. ${hint}`);
}
