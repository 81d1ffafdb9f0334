// An answer of the page's routes that is no success, as a DispatchError.
import { meaningOfStatus } from '../answers/classify-status.js';
import { DispatchError, type Target } from '../contract/index.js';
import type { HttpAnswer } from '../target-http.js';

export function classifyPageAnswer(answer: HttpAnswer, target: Target): DispatchError {
  const { status } = answer;
  const serverMessage = answer.body.toString('utf8', 0, 4000);
  if (status === 401 || status === 403) return loginRefused(target, serverMessage);
  if (status === 404 || status === 405) return noPage(serverMessage);
  if (status === 429 || status === 503)
    return new DispatchError('busy', 'The queue of the server’s page takes no more calls now.', {
      code: 'server_busy',
      serverMessage,
    });
  // A function that is not there: KeyError (Forge dfdcbab6), IndexError (A1111 1.10.1).
  if (status === 500 && /"(KeyError|IndexError)"/.test(serverMessage)) return pageChanged(serverMessage);
  const { kind, code, sentence } = meaningOfStatus(answer);
  return new DispatchError(kind, sentence, { code, serverMessage });
}

export function loginRefused(target: Target, serverMessage: string): DispatchError {
  const hasLogin = target.credentials.type === 'gradio';
  const message = hasLogin
    ? 'The page of the server refuses the login that is stored for it: correct its user name and password.'
    : 'The page of the server wants a login (--gradio-auth): store its user name and password, as credentials of type "gradio".';
  return new DispatchError('busy', message, {
    code: hasLogin ? 'wrong_password' : 'login_needed',
    serverMessage,
  });
}

export function noPage(serverMessage = ''): DispatchError {
  const message =
    'The server has no page that could be used (started with --nowebui, or not ready yet): set the option "connection" to "rest", or start it with its page.';
  return new DispatchError('busy', message, { code: 'no_page', serverMessage });
}

export function pageChanged(serverMessage = ''): DispatchError {
  const message =
    'The page of the server has changed since it was read: it is read again, and the job sent anew.';
  return new DispatchError('busy', message, { code: 'page_changed', serverMessage });
}
