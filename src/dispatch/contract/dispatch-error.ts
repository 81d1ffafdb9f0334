/**
 * What a failed attempt means for the job:
 * - `retryable`: this try failed, another may work (a crash of the server, a truncated answer);
 * - `permanent`: the same request will fail everywhere (a bad parameter, a missing model);
 * - `lost`: the server no longer knows the generation (it restarted, or the answer went with a dropped connection);
 * - `busy`: the server cannot take it now, or cannot be reached: the job waits and no retry is spent.
 */
export type DispatchErrorKind = 'retryable' | 'permanent' | 'lost' | 'busy';

export interface DispatchErrorOptions {
  /** Stable, snake_case: `model_not_found`, `out_of_memory`, `server_unreachable`, `no_first_step` … */
  code: string;
  /** The server's own words, kept as they came (shortened to 4,000 characters). */
  serverMessage?: string;
  /** Machine-readable help, e.g. `{ suggestions: ['modelA.safetensors'] }`. */
  details?: Record<string, unknown>;
  /**
   * True when only this server lacks what the job needs, so that a job which is not pinned to it
   * should be offered to the others before it fails.
   */
  elsewhere?: boolean;
  cause?: unknown;
}

/** The only error that a dispatcher lets out. `message` is a sentence for the user. */
export class DispatchError extends Error {
  readonly code: string;
  readonly serverMessage?: string;
  readonly details?: Record<string, unknown>;
  readonly elsewhere: boolean;

  constructor(
    readonly kind: DispatchErrorKind,
    message: string,
    options: DispatchErrorOptions,
  ) {
    super(message, { cause: options.cause });
    this.name = 'DispatchError';
    this.code = options.code;
    this.serverMessage = options.serverMessage?.slice(0, 4000);
    this.details = options.details;
    this.elsewhere = options.elsewhere ?? false;
  }
}
