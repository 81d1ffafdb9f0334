import { classOf, inputsOfNode, isLink } from '../graph/graph.js';
import type { Graph } from '../graph/graph.js';
import type { NodeClass, ValidationContext } from '../nodes/node-class.js';
import { dumpsJson } from '../python-json.js';

export interface CachedNode {
  outputs: unknown[];
  ui: NodeUi | null;
}

export interface NodeUi {
  meta: { node_id: string; display_node: string; parent_node: null; real_node_id: string };
  output: Record<string, unknown[]>;
}

/**
 * What nodes gave, kept under everything that decided it: the class, the literals and the same of all
 * nodes before it. The same graph again is therefore done at once, with the files of the first time.
 */
export class OutputCache {
  private readonly entries = new Map<string, CachedNode>();

  constructor(private readonly mode: 'classic' | 'all' | 'none') {}

  /** The entries as one prompt sees them. Classic: what it does not use is forgotten. */
  async forPrompt(
    graph: Graph,
    nodes: ReadonlyMap<string, NodeClass>,
    context: ValidationContext,
  ): Promise<PromptCache> {
    const keys = await keysOf(graph, nodes, context);
    if (this.mode === 'classic') {
      const used = new Set(keys.values());
      [...this.entries.keys()].filter((key) => !used.has(key)).forEach((key) => this.entries.delete(key));
    }
    return new PromptCache(this.mode === 'none' ? new Map<string, CachedNode>() : this.entries, keys);
  }

  clear(): void {
    this.entries.clear();
  }
}

export class PromptCache {
  constructor(
    private readonly entries: Map<string, CachedNode>,
    private readonly keys: ReadonlyMap<string, string>,
  ) {}

  get(nodeId: string): CachedNode | undefined {
    return this.entries.get(this.keys.get(nodeId) ?? '');
  }

  set(nodeId: string, node: CachedNode): void {
    this.entries.set(this.keys.get(nodeId) ?? '', node);
  }
}

/**
 * Nodes that look different each time get `is_changed` written into the graph, which saved pictures
 * therefore carry.
 */
async function keysOf(
  graph: Graph,
  nodes: ReadonlyMap<string, NodeClass>,
  context: ValidationContext,
): Promise<Map<string, string>> {
  for (const [id, node] of graph) {
    const isChanged = nodes.get(classOf(graph, id))?.isChanged;
    if (isChanged) node.set('is_changed', [await isChanged(inputsOfNode(graph, id), context)]);
  }
  const keys = new Map<string, string>();
  graph.forEach((_, id) => keyOf(graph, id, keys));
  return keys;
}

function keyOf(graph: Graph, nodeId: string, known: Map<string, string>): string {
  const before = known.get(nodeId);
  if (before !== undefined) return before;
  // A cycle among nodes that nothing needs: they never run.
  known.set(nodeId, `cycle ${nodeId}`);
  const inputs = [...inputsOfNode(graph, nodeId)].sort(([a], [b]) => (a < b ? -1 : 1));
  const parts = inputs.map(([name, value]) =>
    isLink(value) && graph.has(value[0])
      ? [name, 'link', keyOf(graph, value[0], known), value[1]]
      : [name, 'literal', value],
  );
  const changed = graph.get(nodeId)?.get('is_changed') ?? null;
  const key = dumpsJson([classOf(graph, nodeId), changed, parts]);
  known.set(nodeId, key);
  return key;
}
