import { text } from '../text';

/** The error shape of the API. */
export interface ProblemBody {
  error?: string;
  message?: string;
  details?: unknown;
  request_id?: string;
}

/** A refusal by the server, or its silence, in words for people. */
export class ApiProblem extends Error {
  private constructor(
    readonly status: number,
    /** Stable, see docs/api/errors.md; `unreachable` when nothing answered. */
    readonly code: string,
    message: string,
    readonly details?: unknown,
    readonly requestId?: string,
  ) {
    super(message);
    this.name = 'ApiProblem';
  }

  static from(response: Response, body: ProblemBody | undefined): ApiProblem {
    const message = body?.message ?? text.problem.status(response.status);
    return new ApiProblem(
      response.status,
      body?.error ?? 'unknown',
      message,
      body?.details,
      body?.request_id,
    );
  }

  static unreachable(): ApiProblem {
    return new ApiProblem(0, 'unreachable', text.problem.unreachable);
  }

  /** Whether asking again later may help without anybody changing anything. */
  get isPassing(): boolean {
    return this.status === 0 || this.status === 502 || this.status === 503 || this.status === 504;
  }

  /** What is wrong with each field, by its path, for forms. */
  get fields(): Record<string, string> {
    const { fields } = (this.details ?? {}) as { fields?: { path?: string; message?: string }[] };
    if (!Array.isArray(fields)) return {};
    const entries = fields.filter((one) => one?.path);
    return Object.fromEntries(entries.map(({ path, message }) => [path!, message ?? '']));
  }
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
