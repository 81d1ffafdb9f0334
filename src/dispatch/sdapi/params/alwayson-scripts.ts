// Always-on scripts come in several shapes: the API's `{title: {args: […]}}`, raw lists, and ControlNet's `{units}`
// (as the original StableQueue extension for Forge sends it). Stored is the API's.
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import type { FieldProblem } from '../../../common/errors.js';

/** What our extension for Forge adds to its own page; some of its versions send it along. */
const OWN_SCRIPT = 'stablequeue';

export function normaliseScripts(scripts: JsonObject, problems: FieldProblem[]): JsonObject {
  const result: JsonObject = {};
  for (const [title, value] of Object.entries(scripts)) {
    if (title.trim().toLowerCase() === OWN_SCRIPT) continue;
    const args = scriptArgs(value);
    if (args === null) {
      problems.push({
        path: `alwayson_scripts.${title}`,
        message: 'Give the arguments of this script as {"args": […]} or as a list.',
      });
    } else if (title.trim() !== '') result[title] = args === 'none' ? {} : { args };
  }
  return result;
}

function scriptArgs(value: unknown): unknown[] | 'none' | null {
  if (Array.isArray(value)) return value as unknown[];
  if (value === null) return 'none';
  if (!isJsonObject(value)) return null;
  const args = value['args'] ?? value['units'] ?? value['raw_args'];
  if (args === undefined) return Object.keys(value).length === 0 ? 'none' : [value];
  if (Array.isArray(args)) return args as unknown[];
  return isJsonObject(args) ? [args] : null;
}
