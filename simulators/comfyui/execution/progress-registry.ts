import type { Settings } from '../simulator-options.js';

interface NodeProgress {
  value: number;
  max: number;
  state: 'running' | 'finished';
}

const SHORTEST_GAP_MS = 100;
const SMALLEST_CHANGE = 0.005;

/** How far each node of one prompt is, and which updates are told. */
export class ProgressRegistry {
  private readonly nodes = new Map<string, NodeProgress>();
  private lastTold = new Map<string, { at: number; share: number }>();

  constructor(
    private readonly promptId: string,
    private readonly settings: Settings,
    private readonly send: (data: object) => void,
  ) {}

  start(nodeId: string): void {
    this.put(nodeId, { value: 0, max: 1, state: 'running' });
    this.tell();
  }

  /** @returns false if nobody is told, because the last update is not long ago */
  update(nodeId: string, value: number, max: number, hasPreview: boolean): boolean {
    this.put(nodeId, { value, max, state: 'running' });
    if (!this.isWorthTelling(nodeId, value, max, hasPreview)) return false;
    this.lastTold.set(nodeId, { at: Date.now(), share: value / max });
    this.tell();
    return true;
  }

  finish(nodeId: string): void {
    const { max } = this.nodes.get(nodeId) ?? { max: 1 };
    this.put(nodeId, { value: max, max, state: 'finished' });
    this.tell();
  }

  private isWorthTelling(nodeId: string, value: number, max: number, hasPreview: boolean): boolean {
    const last = this.lastTold.get(nodeId);
    if (!this.settings.can.throttlesProgress || !last || hasPreview || value >= max) return true;
    const isMuch = Math.abs(value / max - last.share) >= SMALLEST_CHANGE;
    return isMuch && Date.now() - last.at >= SHORTEST_GAP_MS;
  }

  private put(nodeId: string, progress: NodeProgress): void {
    this.nodes.set(nodeId, progress);
  }

  private tell(): void {
    if (!this.settings.can.featureFlags) return;
    const nodes = new Map([...this.nodes].map(([id, progress]) => [id, this.describe(id, progress)]));
    this.send({ prompt_id: this.promptId, nodes });
  }

  private describe(id: string, { value, max, state }: NodeProgress): object {
    return { value, max, state, node_id: id, prompt_id: this.promptId, ...placeOf(id) };
  }
}

/** No node here expands into others: each is its own display node. */
export function placeOf(id: string): object {
  return { display_node_id: id, parent_node_id: null, real_node_id: id };
}
