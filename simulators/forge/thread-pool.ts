import { LifeEnded } from '../common/life-ended.js';

/**
 * The worker threads every synchronous endpoint needs. With as many generations waiting for the
 * queue lock as there are threads, nothing else answers any more (seen on Forge dfdcbab6 with 50
 * requests: the answers of finished jobs had to wait as well, for a thread to write them out).
 */
export class ThreadPool {
  private readonly waiting: { go: () => void; stop: () => void }[] = [];

  constructor(
    private free: number,
    signal: AbortSignal,
  ) {
    signal.addEventListener('abort', () => this.waiting.splice(0).forEach((waiter) => waiter.stop()), {
      once: true,
    });
  }

  async run<T>(work: () => Promise<T> | T): Promise<T> {
    if (this.free > 0) this.free -= 1;
    else
      await new Promise<void>((go, reject) => this.waiting.push({ go, stop: () => reject(new LifeEnded()) }));
    try {
      return await work();
    } finally {
      const next = this.waiting.shift();
      if (next) next.go();
      else this.free += 1;
    }
  }
}
