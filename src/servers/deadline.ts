/** The work took longer than it may. */
export class DeadlineError extends Error {
  constructor(readonly deadlineMs: number) {
    super(`no answer within ${deadlineMs / 1000} s`);
  }
}

/**
 * Runs `work` for at most `deadlineMs`, also when it ignores its signal; `outer` ends it early.
 * @throws DeadlineError, or the reason of `outer`
 */
export async function withDeadline<T>(
  work: (signal: AbortSignal) => Promise<T>,
  deadlineMs: number,
  outer: AbortSignal,
): Promise<T> {
  outer.throwIfAborted();
  const controller = new AbortController();
  const { signal } = controller;
  const ended = new Promise<never>((_, reject) => {
    signal.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
  });
  const timer = setTimeout(() => controller.abort(new DeadlineError(deadlineMs)), deadlineMs);
  const passOn = (): void => controller.abort(outer.reason);
  outer.addEventListener('abort', passOn, { once: true });
  try {
    return await Promise.race([work(signal), ended]);
  } finally {
    clearTimeout(timer);
    outer.removeEventListener('abort', passOn);
  }
}
