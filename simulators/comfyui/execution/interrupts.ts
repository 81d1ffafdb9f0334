import { Interrupted } from '../python-error.js';

/** The flag that stops a prompt. It is looked at before each node and with each step of progress. */
export class Interrupts {
  private isAsked = false;

  ask(): void {
    this.isAsked = true;
  }

  /** At the start of a prompt: what was asked before concerned another. */
  clear(): void {
    this.isAsked = false;
  }

  /** @throws Interrupted once for each time it was asked */
  check(): void {
    if (!this.isAsked) return;
    this.isAsked = false;
    throw new Interrupted();
  }
}
