/**
 * The three ways a request fails on the imitated servers: an uncaught Python exception, an
 * HTTPException raised on purpose, and a body that does not fit the schema. How each becomes a body
 * is the dialect's business (see dialects/dialect.ts).
 */

/** An exception no handler caught: always a 500 carrying the Python class and message. */
export class PythonError extends Error {
  constructor(
    readonly pythonClass: string,
    message: string,
  ) {
    super(message);
  }
}

/** `raise HTTPException(status, detail)` in the imitated source. */
export class HttpException extends Error {
  constructor(
    readonly status: number,
    readonly detail: string,
    readonly headers: Record<string, string> = {},
    /** What `str(error)` gives in A1111's body: empty for FastAPI's own class, not for Gradio's. */
    readonly text = '',
  ) {
    super(detail);
  }
}

/** A 422 with a list of schema errors in the dialect's own wording. */
export class SchemaError extends Error {
  constructor(readonly detail: unknown[]) {
    super('the body does not fit the schema');
  }
}
