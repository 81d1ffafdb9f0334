import type { NodeUi } from '../execution/output-cache.js';
import { describeItem } from './queue-item.js';
import type { QueueItem } from './queue-item.js';

const MAXIMUM_SIZE = 10_000;

export type StatusMessage = [event: string, data: Record<string, unknown>];

export interface HistoryEntry {
  item: QueueItem;
  outputs: Map<string, NodeUi['output']>;
  meta: Map<string, NodeUi['meta']>;
  status: { status_str: 'success' | 'error'; completed: boolean; messages: StatusMessage[] };
}

/** Finished prompts, oldest first; gone with the process. */
export class History {
  private readonly entries = new Map<string, HistoryEntry>();

  get all(): ReadonlyMap<string, HistoryEntry> {
    return this.entries;
  }

  add(entry: HistoryEntry): void {
    if (this.entries.size > MAXIMUM_SIZE) {
      const [oldest] = this.entries.keys();
      if (oldest !== undefined) this.entries.delete(oldest);
    }
    this.entries.set(entry.item.promptId, entry);
  }

  get(promptId: string): HistoryEntry | undefined {
    return this.entries.get(promptId);
  }

  /** `maxItems` alone: the last ones; with an offset: that many from there on. */
  page(maxItems: number | null, offset: number): [string, HistoryEntry][] {
    const start = offset < 0 && maxItems !== null ? this.entries.size - maxItems : offset;
    const from = [...this.entries].slice(Math.max(0, start));
    // One is taken before the limit is looked at.
    return maxItems === null ? from : from.slice(0, Math.max(1, maxItems));
  }

  delete(promptId: string): void {
    this.entries.delete(promptId);
  }

  clear(): void {
    this.entries.clear();
  }
}

export function describeEntry({ item, outputs, status, meta }: HistoryEntry): object {
  return { prompt: describeItem(item), outputs, status, meta };
}
