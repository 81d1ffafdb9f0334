// An answer that is no success, in either dialect, as a DispatchError: what it means for the job, and a sentence.
// The servers' own words stand in `errors` (A1111), `message` (Forge) or `detail`, and may hide in an ExceptionGroup.
import { isJsonObject, parseJson, type JsonObject } from '../../../common/json.js';
import { meaningOfStatus } from '../../answers/classify-status.js';
import { DispatchError, type DispatchErrorKind, type Target } from '../../contract/index.js';
import type { HttpAnswer } from '../../target-http.js';

interface ServerWords {
  /** Exception class, e.g. `OutOfMemoryError`; empty if not told. */
  error: string;
  message: string;
}

interface Rule {
  when: RegExp;
  kind: DispatchErrorKind;
  code: string;
  sentence: string;
  elsewhere?: boolean;
}

/** Matched against `Class: message`; the first that fits decides. */
const RULES: Rule[] = [
  {
    when: /out ?of ?memory|not enough memory|DefaultCPUAllocator/i,
    kind: 'retryable',
    code: 'out_of_memory',
    elsewhere: true,
    sentence: 'The server ran out of memory: make the image or the batch smaller, or use a server with more.',
  },
  {
    when: /No space left on device|disk full/i,
    kind: 'retryable',
    code: 'server_disk_full',
    elsewhere: true,
    sentence: 'The disk of the server is full.',
  },
  {
    when: /NansException|tensor with all NaNs/i,
    kind: 'retryable',
    code: 'nan_result',
    sentence: 'The model gave no picture but invalid numbers (NaN): try another VAE, sampler or precision.',
  },
  {
    when: /'NoneType' object has no attribute 'sd_checkpoint_info'/,
    kind: 'retryable',
    code: 'model_unloaded',
    elsewhere: true,
    sentence:
      'The server lost its loaded model when another one failed to load; it recovers when a different checkpoint is loaded there, or after a restart.',
  },
  {
    when: /Failed to recognize model type|MetadataIncomplete|HeaderTooLarge|InvalidHeader|PytorchStreamReader|Error while deserializing header/i,
    kind: 'permanent',
    code: 'model_broken',
    elsewhere: true,
    sentence:
      'The server cannot load this checkpoint: its file is broken or of a kind that the server does not know.',
  },
  {
    when: /could not find upscaler/i,
    kind: 'permanent',
    code: 'upscaler_not_found',
    elsewhere: true,
    sentence: 'The server does not have this upscaler.',
  },
  {
    when: /model '.*' not found|FileNotFoundError.*\.(safetensors|ckpt)/i,
    kind: 'permanent',
    code: 'model_not_found',
    elsewhere: true,
    sentence: 'The server does not find this model file.',
  },
  {
    when: /Script '.*' not found/i,
    kind: 'permanent',
    code: 'script_not_found',
    elsewhere: true,
    sentence: 'The server does not have this script.',
  },
  {
    when: /^KeyError\b/,
    kind: 'permanent',
    code: 'unknown_option',
    elsewhere: true,
    sentence: 'The server does not know an option of override_settings.',
  },
  {
    when: /Sampler not found|Invalid encoded image|Init image not found|Requests not allowed|local resource not allowed|selectable script in the always on/i,
    kind: 'permanent',
    code: 'invalid_parameters',
    sentence: 'The server refuses the parameters.',
  },
  {
    when: /^(ZeroDivisionError|IndexError|AssertionError|TypeError|ValueError|HTTPException)\b/,
    kind: 'permanent',
    code: 'invalid_parameters',
    sentence: 'The server failed on these parameters.',
  },
];

export function classifyAnswer(answer: HttpAnswer, target: Target): DispatchError {
  const text = answer.body.toString('utf8', 0, 100_000);
  const json = parseJson(text);
  const words = isJsonObject(json) ? serverWords(json) : null;
  const serverMessage = words ? [words.error, words.message].filter(Boolean).join(': ') : text.slice(0, 4000);
  const fail = (kind: DispatchErrorKind, code: string, sentence: string, elsewhere = false): DispatchError =>
    new DispatchError(kind, sentence, { code, serverMessage, elsewhere });
  const { status } = answer;
  if (status === 401 || status === 403) return loginNeeded(target, status, serverMessage);
  const told = words && (status === 422 || status >= 400) ? classifyWords(serverMessage) : null;
  if (told) return told;
  if (status === 422 || status === 400)
    return fail(
      'permanent',
      'invalid_parameters',
      `The server refuses the parameters: ${words?.message ?? 'no reason given'}`,
    );
  if (status === 404 || status === 405)
    return fail(
      'busy',
      'api_not_enabled',
      'The server has no generation API at this address: start it with --api, and check the address.',
    );
  if (status === 413)
    return fail(
      'permanent',
      'invalid_parameters',
      'The request is too large for the server or for the proxy before it.',
    );
  const { kind, code, sentence } = meaningOfStatus(answer);
  return fail(kind, code, sentence);
}

/** By the server's own words, `Class: message`; null when they tell nothing that we know. */
export function classifyWords(serverMessage: string): DispatchError | null {
  const rule = RULES.find(({ when }) => when.test(serverMessage));
  if (!rule) return null;
  const { kind, code, sentence, elsewhere = false } = rule;
  return new DispatchError(kind, sentence, { code, serverMessage, elsewhere });
}

/** What fails without words that we know, and without a status of its own. */
export function unknownFailure(serverMessage: string): DispatchError {
  const { kind, code, sentence } = meaningOfStatus({ status: 500, headers: {} });
  return new DispatchError(kind, sentence, { code, serverMessage });
}

function loginNeeded(target: Target, status: number, serverMessage: string): DispatchError {
  const hasLogin = target.credentials.type === 'basic';
  const sentence = hasLogin
    ? 'The server refuses the login that is stored for it: correct its user name and password.'
    : 'The server wants a login (--api-auth): store its user name and password.';
  return new DispatchError('busy', sentence, {
    code: hasLogin ? 'wrong_password' : 'login_needed',
    serverMessage,
    details: { status },
  });
}

/** The class and the words of an error body of either dialect; null when it has neither. */
export function serverWords(json: JsonObject): ServerWords | null {
  const detail = json['detail'];
  const message = [json['message'], json['errors'], detailText(detail)].find(
    (part) => typeof part === 'string' && part !== '',
  );
  const error = typeof json['error'] === 'string' ? json['error'] : '';
  if (message === undefined && error === '' && detail === undefined) return null;
  return { error, message: typeof message === 'string' ? message : '' };
}

function detailText(detail: unknown): string {
  if (typeof detail === 'string') return detail;
  if (!Array.isArray(detail)) return '';
  return detail.slice(0, 20).filter(isJsonObject).map(problemText).join('; ');
}

function problemText(problem: JsonObject): string {
  const where = Array.isArray(problem['loc'])
    ? problem['loc'].filter((part) => part !== 'body').join('.')
    : '';
  const what = typeof problem['msg'] === 'string' ? problem['msg'] : 'invalid';
  return where ? `${where}: ${what}` : what;
}
