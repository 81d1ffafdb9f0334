// What the status of an answer means that says nothing else, whichever engine it comes from (or the proxy before it).
import type { DispatchErrorKind } from '../contract/index.js';
import type { HttpAnswer } from '../target-http.js';

export interface StatusMeaning {
  kind: DispatchErrorKind;
  code: string;
  sentence: string;
}

/** Of a status from 300 on that the engine itself gives no meaning to. */
export function meaningOfStatus({ status, headers }: Pick<HttpAnswer, 'status' | 'headers'>): StatusMeaning {
  if (status === 429 || status === 503)
    return meaning('busy', 'server_busy', 'The server (or a proxy before it) is overloaded.');
  if (status === 502 || status === 504)
    return meaning('retryable', 'bad_gateway', 'The proxy before the server got no answer from it.');
  if (status >= 500)
    return meaning(
      'retryable',
      'server_error',
      'The server failed without saying why: its own log may tell.',
    );
  if (status >= 300 && status < 400) {
    const to = headers['location'] ?? 'another address';
    return meaning('busy', 'wrong_address', `The server sends us on to ${to}: register that one.`);
  }
  const sentence = `The server answered with status ${status}, which makes no sense here.`;
  return meaning('retryable', 'bad_answer', sentence);
}

function meaning(kind: DispatchErrorKind, code: string, sentence: string): StatusMeaning {
  return { kind, code, sentence };
}
