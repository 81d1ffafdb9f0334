import type { JsonObject } from '../../../common/json.js';
import type { PreparedRequest } from '../../contract/index.js';
import { readExpectation } from '../prepare/expectation.js';
import { savedPattern } from '../prepare/saved-results.js';
import type { SdapiHandle } from './handle.js';

/** The prepared body and what belongs to this attempt alone: its task id, and its file names if the server saves. */
export function submittedBody(
  request: PreparedRequest,
  handle: SdapiHandle,
  overrides: JsonObject,
): JsonObject {
  const { saved } = readExpectation(request.expect);
  const names = saved ? { samples_filename_pattern: savedPattern(handle.attempt_id) } : {};
  return {
    ...request.body,
    override_settings: { ...overrides, ...names },
    force_task_id: handle.task_id,
  };
}
