// How an attempt can end other than by success or a failure of its server.

/** Somebody else holds the job now (or it has ended): nothing of ours may be stored. */
export class FencedError extends Error {
  constructor() {
    super('This attempt does not hold its job any more');
  }
}

/** A person cancelled the job and its server has let go. */
export class CancelledError extends Error {
  constructor() {
    super('The job was cancelled');
  }
}

/** This process stops; the next one takes the attempt over. */
export class StoppedError extends Error {
  constructor() {
    super('This process stops');
  }
}
