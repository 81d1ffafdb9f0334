// An answer that is no success and says nothing of a workflow: what it means for the job.
import { meaningOfStatus } from '../../../answers/classify-status.js';
import { DispatchError, type Target } from '../../../contract/index.js';
import type { HttpAnswer } from '../../../target-http.js';

export function classifyStatus(answer: HttpAnswer, target: Target): DispatchError {
  const { status } = answer;
  const serverMessage = answer.body.toString('utf8', 0, 4000);
  const fail = (kind: DispatchError['kind'], code: string, sentence: string): DispatchError =>
    new DispatchError(kind, sentence, { code, serverMessage, details: { status } });
  if (status === 401 || status === 403) return login(target, status, fail);
  if (status === 404 || status === 405)
    return fail('busy', 'wrong_address', 'There is no ComfyUI at this address: check it, and its path.');
  if (status === 413)
    return fail(
      'permanent',
      'invalid_parameters',
      'The request is larger than the server takes (--max-upload-size).',
    );
  const { kind, code, sentence } = meaningOfStatus(answer);
  return fail(kind, code, sentence);
}

function login(
  { credentials, extraHeaders }: Target,
  status: number,
  fail: (kind: 'busy', code: string, sentence: string) => DispatchError,
): DispatchError {
  const has = credentials.type !== 'none' || Object.keys(extraHeaders).length > 0;
  // ComfyUI itself knows no login: what asks for one stands before it.
  return has
    ? fail(
        'busy',
        'wrong_password',
        `The proxy before the server refuses the login or the headers that are stored for it (status ${status}).`,
      )
    : fail(
        'busy',
        'login_needed',
        `Something before the server wants a login (status ${status}): store a user name and password, or a header.`,
      );
}
