/** An exception of the imitated server's Python, with its fully qualified class. */
export class PythonError extends Error {
  constructor(
    readonly pythonClass: string,
    message: string,
  ) {
    super(message);
  }
}

/** `InterruptProcessingException`: somebody has asked to stop. */
export class Interrupted extends Error {}
