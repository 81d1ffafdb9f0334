import { heapPop, heapPush, heapify } from './heap.js';
import { comesBefore } from './queue-item.js';
import type { QueueItem } from './queue-item.js';

/** What waits and what runs. Every change is told with `onChange`. */
export class PromptQueue {
  private readonly heap: QueueItem[] = [];
  private running: QueueItem | null = null;

  constructor(
    private readonly onChange: () => void,
    private readonly onWork: () => void,
  ) {}

  get remaining(): number {
    return this.heap.length + (this.running ? 1 : 0);
  }

  get current(): QueueItem | null {
    return this.running;
  }

  /** In the order of the heap, which is not that in which they run. */
  get pending(): readonly QueueItem[] {
    return this.heap;
  }

  /** @throws Incomparable for a number and id that are there already (if the heap compares the two) */
  put(item: QueueItem): void {
    heapPush(this.heap, item, comesBefore);
    this.onChange();
    this.onWork();
  }

  take(): QueueItem | null {
    const item = heapPop(this.heap, comesBefore) ?? null;
    if (!item) return null;
    this.running = item;
    this.onChange();
    return item;
  }

  /** What `record` does happens between the end of the prompt and the news of it. */
  finish(record: () => void): void {
    this.running = null;
    record();
    this.onChange();
  }

  clear(): void {
    this.heap.length = 0;
    this.onChange();
  }

  delete(promptId: string): boolean {
    const at = this.heap.findIndex((item) => item.promptId === promptId);
    if (at < 0) return false;
    this.heap.splice(at, 1);
    heapify(this.heap, comesBefore);
    this.onChange();
    return true;
  }
}
