import type { StatusMessage } from '../queue/history.js';

/** Sends to one client, or to everybody (null). */
export type Send = (type: string, data: object, client: string | null) => void;

/** The messages of one prompt: some are kept for the history, and they know whom to go to. */
export class PromptMessages {
  readonly kept: StatusMessage[] = [];

  constructor(
    readonly promptId: string,
    readonly client: string | null,
    private readonly send: Send,
  ) {}

  /** Start, end and failure: kept, with the time. Without a client nobody hears of most of them. */
  keep(type: string, about: Record<string, unknown>, goesToAll = false): void {
    const data = { ...about, timestamp: Date.now() };
    this.kept.push([type, data]);
    if (this.client !== null || goesToAll) this.send(type, data, this.client);
  }

  /** To the client, if there is one. */
  tell(type: string, data: object): void {
    if (this.client !== null) this.send(type, data, this.client);
  }

  /** To the client, or else to everybody. */
  tellOrBroadcast(type: string, data: object): void {
    this.send(type, data, this.client);
  }
}
