// Which way a server is talked to: the option `connection` of the server, and what was found there. The API is the first
// choice; the page is used where it is off.
import type { FieldProblem } from '../../../common/errors.js';
import type { JsonObject } from '../../../common/json.js';
import type { Inventory, ProbeResult, Target } from '../../contract/index.js';
import type { ConnectionName } from './connection.js';

const CHOICES: unknown[] = ['auto', 'rest', 'gradio'];

/** Of a server that may be talked to either way. */
export const API_OFF =
  'The API is off (start with --api for memory and step counts, exact errors and all parameters); its page is used instead.';

export function checkConnection(options: JsonObject): FieldProblem[] {
  const asked = options['connection'];
  if (asked === undefined || CHOICES.includes(asked)) return [];
  const message = 'must be "auto" (the API, or the page where the API is off), "rest" or "gradio"';
  return [{ path: 'connection', message }];
}

/** What the server is fixed to; null: automatic. */
export function fixedConnection(target: Target): ConnectionName | null {
  const asked = target.options['connection'];
  return asked === 'rest' || asked === 'gradio' ? asked : null;
}

/** By which way an inventory was read; those from before there was a choice came by the API. */
export function connectionOf(inventory: Inventory): ConnectionName {
  return inventory.extra['connection'] === 'gradio' ? 'gradio' : 'rest';
}

/** The page serves, but people should know what they miss. */
export function instead(result: ProbeResult): ProbeResult {
  return result.state === 'online' ? { ...result, problem: API_OFF, problemCode: 'api_off' } : result;
}
