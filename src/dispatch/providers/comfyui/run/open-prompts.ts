import type { Target } from '../../../contract/index.js';
import type { PromptFeed } from './prompt-feed.js';

/** A feed that nobody came for is closed after this. */
const UNCLAIMED_MS = 60_000;

/** What this process knows of the prompts that it has sent: their feeds, and the workers that died on them. */
export class OpenPrompts {
  private readonly feeds = new Map<string, PromptFeed>();
  private readonly ours = new Map<string, Set<string>>();
  private readonly stuck = new Map<string, string>();
  private readonly watched = new Set<string>();

  open(target: Target, promptId: string, feed: PromptFeed | null): void {
    this.on(target).add(promptId);
    if (!feed) return;
    this.feeds.set(promptId, feed);
    const drop = (): void => {
      if (this.feeds.get(promptId) === feed && !this.watched.has(promptId)) this.close(target, promptId);
    };
    setTimeout(drop, UNCLAIMED_MS).unref();
  }

  /** Null for a prompt of an earlier run of ours, or where there is no WebSocket. */
  watch(target: Target, promptId: string): PromptFeed | null {
    this.on(target).add(promptId);
    this.watched.add(promptId);
    return this.feeds.get(promptId) ?? null;
  }

  /** Our side only: the server goes on. */
  close(target: Target, promptId: string): void {
    this.feeds.get(promptId)?.close();
    this.feeds.delete(promptId);
    this.watched.delete(promptId);
    this.on(target).delete(promptId);
  }

  closeAll(): void {
    for (const feed of this.feeds.values()) feed.close();
    this.feeds.clear();
  }

  anyOn(target: Target): boolean {
    return this.on(target).size > 0;
  }

  /** A prompt that stands still in the worker although it was given up: nothing runs there any more. */
  noteStuck(target: Target, promptId: string): void {
    this.stuck.set(target.id, promptId);
  }

  stuckOn(target: Target): string | null {
    return this.stuck.get(target.id) ?? null;
  }

  forgetStuck(target: Target): void {
    this.stuck.delete(target.id);
  }

  private on(target: Target): Set<string> {
    const known = this.ours.get(target.id) ?? new Set<string>();
    this.ours.set(target.id, known);
    return known;
  }
}
