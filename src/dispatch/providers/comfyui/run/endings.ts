import { DispatchError } from '../../../contract/index.js';
import type { Verdict } from './decide.js';

export function interrupted(): DispatchError {
  const message = 'The generation was interrupted on the server.';
  return new DispatchError('retryable', message, { code: 'interrupted' });
}

/** What each way of giving a prompt up means for its job. */
export const ENDS: Record<Exclude<Verdict, 'wait' | 'collect'>, (alias: string) => DispatchError> = {
  gone: (server) =>
    new DispatchError(
      'lost',
      'The server does not know the job any more: it was restarted, or somebody deleted the job there.',
      {
        code: 'task_unknown',
        details: { server },
      },
    ),
  silent: (server) =>
    new DispatchError('lost', 'The server has been out of reach for too long while it had the job.', {
      code: 'server_unreachable',
      details: { server },
    }),
  bad_answer: () =>
    new DispatchError('retryable', 'The server answers with something that makes no sense.', {
      code: 'bad_answer',
    }),
  no_first_step: () =>
    new DispatchError(
      'retryable',
      'The server took the job but did not begin to sample in time (loading the model hangs, or is very slow).',
      { code: 'no_first_step', elsewhere: true },
    ),
  no_progress: () =>
    new DispatchError('retryable', 'The server stopped making progress in the middle of the job.', {
      code: 'no_progress',
      elsewhere: true,
    }),
  worker_dead: () =>
    new DispatchError('retryable', 'The server takes jobs but runs none: its worker has died. Restart it.', {
      code: 'worker_dead',
      elsewhere: true,
    }),
};
