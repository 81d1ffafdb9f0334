// The connection of a client that waits for its images: notices when it hangs up, and keeps proxies from cutting it.
import type { Response } from 'express';

export class HeldResponse {
  /** Why nobody waits any more: the client hung up, or we stop. */
  abandonedBy: 'client' | 'stop' | null = null;
  private readonly abandoning = new AbortController();
  private readonly timer: NodeJS.Timeout | undefined;
  private readonly onClose = (): void => this.abandon('client');

  /** `keepAliveMs`: until the first blank, and between one blank and the next; null sends none. */
  constructor(
    private readonly response: Response,
    keepAliveMs: number | null,
  ) {
    response.on('close', this.onClose);
    if (response.destroyed) this.abandon('client');
    if (keepAliveMs !== null) this.timer = setInterval(() => this.blank(), keepAliveMs);
  }

  get abandoned(): AbortSignal {
    return this.abandoning.signal;
  }

  abandon(by: 'client' | 'stop'): void {
    this.abandonedBy ??= by;
    clearInterval(this.timer);
    this.abandoning.abort();
  }

  /** Before the answer is written. */
  stopWaiting(): void {
    clearInterval(this.timer);
    this.response.off('close', this.onClose);
  }

  /** White space before a JSON document is legal. The status is 200 from then on, whatever comes. */
  private blank(): void {
    if (this.response.destroyed) return;
    if (!this.response.headersSent) this.response.status(200).type('application/json');
    this.response.write(' ');
  }
}
