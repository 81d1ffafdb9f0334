// How far a graph is: its nodes weighed by what they usually cost, those from the cache left out. Never falls.
import type { Phase } from '../../../contract/index.js';
import { ends, isSampler, upstream, type ComfyGraph, type ComfyNode } from '../workflow/graph.js';
import type { PromptMessage } from './read-message.js';

export interface GraphStanding {
  phase: Phase;
  /** 0–99; the end is told by the outputs. */
  percent: number;
  step: number | null;
  steps: number | null;
}

const WEIGHTS: [RegExp, number][] = [
  [/Upscale.*Model|VAEDecode|VAEEncode/, 3],
  [/Loader/, 2],
];
const MOST_PERCENT = 99;

export class GraphProgress {
  private readonly weights: Map<string, number>;
  private readonly shares = new Map<string, number>();
  private readonly cached = new Set<string>();
  private readonly sampled = new Set<string>();
  private node: string | null = null;
  private percent = 0;
  private step: number | null = null;
  private steps: number | null = null;
  /** A step of a sampler (or of anything that counts its progress) has been made. */
  hasBegun = false;

  constructor(private readonly graph: ComfyGraph) {
    const running = upstream(graph, ends(graph));
    this.weights = new Map(running.map((id) => [id, weightOf(graph[id]!)]));
  }

  /** Whether it is in the middle of steps that follow one another. */
  get isStepping(): boolean {
    return this.step !== null && this.step > 0 && this.step < (this.steps ?? 0);
  }

  take(message: PromptMessage): void {
    if (message.type === 'cached') message.nodes.forEach((id) => this.cached.add(id));
    else if (message.type === 'finished') this.finish(message.node);
    else if (message.type === 'executing') this.enter(message.node);
    else if (message.type === 'progress') this.advance(message.node, message.value, message.max);
  }

  standing(): GraphStanding {
    this.percent = Math.max(this.percent, Math.min(MOST_PERCENT, this.measured()));
    return { phase: this.phase(), percent: this.percent, step: this.step, steps: this.steps };
  }

  private measured(): number {
    let [done, all] = [0, 0];
    for (const [id, weight] of this.weights) {
      if (this.cached.has(id)) continue;
      all += weight;
      done += weight * (this.shares.get(id) ?? 0);
    }
    return all === 0 ? 0 : Math.floor((1000 * done) / all) / 10;
  }

  private enter(node: string | null): void {
    if (this.node !== null && this.node !== node) this.finish(this.node);
    this.node = node;
    this.step = null;
    this.steps = null;
  }

  private finish(node: string): void {
    this.shares.set(node, 1);
  }

  /** Several runs of progress in one node (tiles, passes) begin anew: its share stays what it was. */
  private advance(node: string, value: number, max: number): void {
    this.shares.set(node, Math.max(this.shares.get(node) ?? 0, value / max));
    const { graph } = this;
    // Before a node begins its steps it is told with a maximum of one.
    if (!Object.hasOwn(graph, node) || !isSampler(graph[node]!) || max <= 1) return;
    this.node = node;
    this.sampled.add(node);
    this.step = Math.round(value);
    this.steps = Math.round(max);
    this.hasBegun ||= value > 0;
  }

  private phase(): Phase {
    const node = this.node === null ? undefined : this.graph[this.node];
    if (!node) return this.sampled.size > 0 ? 'saving' : 'loading_model';
    if (isSampler(node))
      return this.step === null ? 'loading_model' : this.isSecondPass() ? 'hires' : 'sampling';
    return this.sampled.size > 0 ? 'saving' : 'loading_model';
  }

  /** Samplers that were met before and lead into this one. */
  private isSecondPass(): boolean {
    const before = upstream(this.graph, [this.node!]).filter((id) => id !== this.node);
    return before.some((id) => isSampler(this.graph[id]!));
  }
}

function weightOf(node: ComfyNode): number {
  if (isSampler(node)) {
    const { steps, denoise } = node.inputs;
    const count = typeof steps === 'number' ? steps : 20;
    return Math.max(2, count * (typeof denoise === 'number' ? Math.max(0.1, denoise) : 1));
  }
  return WEIGHTS.find(([pattern]) => pattern.test(node.class_type))?.[1] ?? 0.5;
}
