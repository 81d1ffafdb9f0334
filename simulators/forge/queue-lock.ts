import { LifeEnded } from '../common/life-ended.js';

/**
 * The one process-wide lock every generation passes: strictly first come, first served. A waiter
 * cannot give up, because neither server ever cancels a waiting request.
 */
export class QueueLock {
  private held = false;
  private readonly waiting: { go: () => void; stop: () => void }[] = [];

  constructor(signal: AbortSignal) {
    signal.addEventListener('abort', () => this.waiting.splice(0).forEach((waiter) => waiter.stop()), {
      once: true,
    });
  }

  /** Runs `work` once everybody before has finished. Rejects with LifeEnded if the process dies first. */
  async run<T>(work: () => Promise<T>): Promise<T> {
    await this.acquire();
    try {
      return await work();
    } finally {
      this.release();
    }
  }

  private acquire(): Promise<void> {
    if (!this.held) {
      this.held = true;
      return Promise.resolve();
    }
    return new Promise((resolve, reject) => {
      this.waiting.push({ go: resolve, stop: () => reject(new LifeEnded()) });
    });
  }

  private release(): void {
    const next = this.waiting.shift();
    if (next) next.go();
    else this.held = false;
  }
}
