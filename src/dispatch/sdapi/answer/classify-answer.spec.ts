import { describe, expect, it } from '@jest/globals';
import type { JsonObject } from '../../../common/json.js';
import type { Target } from '../../contract/index.js';
import { classifyAnswer } from './classify-answer.js';

const target: Target = {
  id: '1',
  alias: 'a',
  appType: 'forge',
  baseUrl: 'http://x',
  credentials: { type: 'none' },
  extraHeaders: {},
  tls: { verify: true },
  options: {},
};
const answer = (status: number, body: unknown) => ({
  status,
  headers: {},
  body: Buffer.from(typeof body === 'string' ? body : JSON.stringify(body)),
});
const forge = (error: string, message: string): JsonObject => ({ error, detail: '', body: '', message });
const a1111 = (error: string, errors: string): JsonObject => ({ error, detail: '', body: '', errors });

describe('classifyAnswer', () => {
  it.each<[number, unknown, string, string, boolean]>([
    [
      500,
      forge('OutOfMemoryError', 'CUDA out of memory. Tried to allocate 2.25 GiB.'),
      'retryable',
      'out_of_memory',
      true,
    ],
    [
      500,
      a1111('OutOfMemoryError', 'CUDA out of memory. Tried to allocate 2.25 GiB.'),
      'retryable',
      'out_of_memory',
      true,
    ],
    [500, forge('RuntimeError', 'CUDA error: out of memory'), 'retryable', 'out_of_memory', true],
    [
      500,
      a1111('ExceptionGroup', 'unhandled errors in a TaskGroup (1 sub-exception)'),
      'retryable',
      'server_error',
      false,
    ],
    [
      500,
      a1111('ExceptionGroup', 'unhandled errors: OutOfMemoryError: CUDA out of memory'),
      'retryable',
      'out_of_memory',
      true,
    ],
    [
      500,
      a1111('NansException', 'A tensor with all NaNs was produced in Unet.'),
      'retryable',
      'nan_result',
      false,
    ],
    [500, forge('OSError', '[Errno 28] No space left on device'), 'retryable', 'server_disk_full', true],
    [
      500,
      forge('AttributeError', "'NoneType' object has no attribute 'sd_checkpoint_info'"),
      'retryable',
      'model_unloaded',
      true,
    ],
    [500, forge('ValueError', 'Failed to recognize model type!'), 'permanent', 'model_broken', true],
    [500, forge('RuntimeError', "model 'x' not found"), 'permanent', 'model_not_found', true],
    [500, forge('KeyError', "'nope'"), 'permanent', 'unknown_option', true],
    [500, a1111('Exception', 'could not find upscaler named x'), 'permanent', 'upscaler_not_found', true],
    [
      500,
      forge('ZeroDivisionError', 'integer division or modulo by zero'),
      'permanent',
      'invalid_parameters',
      false,
    ],
    [500, { detail: 'Invalid encoded image' }, 'permanent', 'invalid_parameters', false],
    [500, 'Internal Server Error', 'retryable', 'server_error', false],
    [500, forge('RuntimeError', 'lab error in the denoiser'), 'retryable', 'server_error', false],
    [
      422,
      { detail: [{ type: 'int_parsing', loc: ['body', 'steps'], msg: 'Input should be a valid integer' }] },
      'permanent',
      'invalid_parameters',
      false,
    ],
    [422, { detail: "Script 'x' not found" }, 'permanent', 'script_not_found', true],
    [
      422,
      { error: 'HTTPException', detail: "Script 'x' not found", body: '', errors: '' },
      'permanent',
      'script_not_found',
      true,
    ],
    [404, { detail: 'Init image not found' }, 'permanent', 'invalid_parameters', false],
    [404, { detail: 'Not Found' }, 'busy', 'api_not_enabled', false],
    [401, { detail: 'Not authenticated' }, 'busy', 'login_needed', false],
    [403, '<html>', 'busy', 'login_needed', false],
    [302, '', 'busy', 'wrong_address', false],
    [502, '<html>Bad Gateway</html>', 'retryable', 'bad_gateway', false],
    [503, '<html>', 'busy', 'server_busy', false],
    [413, '', 'permanent', 'invalid_parameters', false],
    [204, '', 'retryable', 'bad_answer', false],
  ])('reads %i %j', (status, body, kind, code, elsewhere) => {
    expect(classifyAnswer(answer(status, body), target)).toMatchObject({ kind, code, elsewhere });
  });

  it('keeps the words of the server, wherever they stand', () => {
    const body = {
      detail: [{ loc: ['body', 'steps'], msg: 'value is not a valid integer', type: 'type_error.integer' }],
    };
    const error = classifyAnswer(answer(422, body), target);
    expect(error.serverMessage).toBe('steps: value is not a valid integer');
    expect(error.message).toContain('steps');
    expect(classifyAnswer(answer(500, 'x'.repeat(10_000)), target).serverMessage).toHaveLength(4000);
  });
});
