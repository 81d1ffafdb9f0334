import { classOf, inputsOfNode, isLink } from '../graph/graph.js';
import type { Graph } from '../graph/graph.js';
import type { NodeClass } from '../nodes/node-class.js';

/**
 * Which node runs next: only what the outputs need and the cache does not have, and of what is ready
 * the node that is nearest to an output first.
 */
export class ExecutionOrder {
  /** Nodes that have not run yet, in the order in which they were found walking back. */
  private readonly pending = new Set<string>();
  private readonly waitsFor = new Map<string, Set<string>>();
  private readonly blocks = new Map<string, Set<string>>();

  constructor(
    private readonly graph: Graph,
    private readonly nodes: ReadonlyMap<string, NodeClass>,
    outputs: readonly string[],
    isCached: (nodeId: string) => boolean,
  ) {
    outputs.forEach((output) => this.add(output, isCached));
  }

  next(): string | null {
    const ready = [...this.pending].filter((id) => this.waitsFor.get(id)?.size === 0);
    const nearest =
      ready.find((id) => this.isOutput(id)) ??
      ready.find((id) => this.leadsToOutput(id, 1)) ??
      ready.find((id) => this.leadsToOutput(id, 2));
    return nearest ?? ready[0] ?? null;
  }

  done(nodeId: string): void {
    this.pending.delete(nodeId);
    this.blocks.get(nodeId)?.forEach((id) => this.waitsFor.get(id)?.delete(nodeId));
  }

  private add(output: string, isCached: (nodeId: string) => boolean): void {
    const found = [output];
    const links: [from: string, to: string][] = [];
    for (let id = found.pop(); id !== undefined; id = found.pop()) {
      if (this.pending.has(id)) continue;
      this.pending.add(id);
      this.waitsFor.set(id, new Set());
      this.blocks.set(id, new Set());
      for (const value of inputsOfNode(this.graph, id).values()) {
        if (!isLink(value) || isCached(value[0])) continue;
        found.push(value[0]);
        links.push([value[0], id]);
      }
    }
    for (const [from, to] of links) {
      this.waitsFor.get(to)?.add(from);
      this.blocks.get(from)?.add(to);
    }
  }

  private leadsToOutput(id: string, links: number): boolean {
    return [...(this.blocks.get(id) ?? [])].some((next) =>
      links === 1 ? this.isOutput(next) : this.leadsToOutput(next, links - 1),
    );
  }

  private isOutput(id: string): boolean {
    return this.nodes.get(classOf(this.graph, id))?.isOutput ?? false;
  }
}
