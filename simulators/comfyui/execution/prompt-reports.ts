import { classOf } from '../graph/graph.js';
import type { Graph } from '../graph/graph.js';
import type { NodeInputs } from '../nodes/node-inputs.js';
import { Interrupted, PythonError } from '../python-error.js';
import type { StatusMessage } from '../queue/history.js';
import { clientOf } from '../queue/queue-item.js';
import type { QueueItem } from '../queue/queue-item.js';
import type { ServerLife } from '../server-life.js';
import type { ProgressPicture } from './node-context.js';
import { ProgressRegistry, placeOf } from './progress-registry.js';
import { formatValue, tracebackOf } from './python-format.js';

const OUT_OF_MEMORY_TIPS =
  'This error means you ran out of memory on your GPU.\n\nTIPS: If the workflow worked before you might have accidentally set the batch_size to a large number.';

/**
 * Everything that is told about a prompt while it runs, and to whom: its client, or nobody if it has
 * none; progress and interruptions go to everybody then.
 */
export class PromptReports {
  /** Start, end and failure, as the history keeps them. */
  readonly kept: StatusMessage[] = [];
  private readonly promptId: string;
  private readonly client: string | null;
  private readonly progress: ProgressRegistry;

  constructor(
    private readonly life: ServerLife,
    item: QueueItem,
    private readonly graph: Graph,
    /** Nodes that ran so far. */
    private readonly executed: readonly string[],
  ) {
    this.promptId = item.promptId;
    this.client = clientOf(item);
    const to = life.settings.can.addressesProgressState ? this.client : null;
    this.progress = new ProgressRegistry(item.promptId, life.settings, (data) =>
      life.send('progress_state', data, to),
    );
  }

  get hasClient(): boolean {
    return this.client !== null;
  }

  knowsCached(cached: readonly string[]): void {
    this.keep('execution_cached', { nodes: cached, prompt_id: this.promptId });
  }

  begun(): void {
    this.keep('execution_start', { prompt_id: this.promptId });
  }

  succeeded(): void {
    this.keep('execution_success', { prompt_id: this.promptId });
  }

  nodeStarted(id: string): void {
    this.progress.start(id);
    this.tell('executing', { node: id, display_node: id, prompt_id: this.promptId });
  }

  nodeGave(id: string, output: object): void {
    this.tell('executed', { node: id, display_node: id, output, prompt_id: this.promptId });
  }

  nodeFinished(id: string): void {
    this.progress.finish(id);
  }

  nodeProgressed(id: string, value: number, max: number, preview?: ProgressPicture): void {
    if (!this.progress.update(id, value, max, preview !== undefined)) return;
    const { life, client, promptId: prompt_id } = this;
    life.send('progress', { value, max, prompt_id, node: id }, client);
    if (preview) life.sendPreview(preview, { node_id: id, prompt_id, ...placeOf(id) }, client);
  }

  nodeSaid(id: string, text: string): void {
    this.life.hub.sendProgressText(id, text, this.client);
  }

  /** Looks like a failure, but the prompt goes on, and the history knows nothing of it. */
  nodeBlocked(id: string, message: string): void {
    this.tell('execution_error', {
      ...this.about(id),
      exception_message: `Execution Blocked: ${message}`,
      exception_type: 'ExecutionBlocked',
      traceback: [],
      current_inputs: [],
      current_outputs: [],
    });
  }

  /** After running out of memory the server unloads all models by itself. */
  nodeFailed(id: string, inputs: NodeInputs, error: unknown): void {
    if (error instanceof Interrupted) return this.keep('execution_interrupted', this.about(id), true);
    const failure = error instanceof PythonError ? error : unexpected(error);
    const isOutOfMemory = failure.pythonClass.endsWith('OutOfMemoryError');
    if (isOutOfMemory) this.life.memory.unloadAll();
    const values = [...inputs.values].map(([name, value]) => [name, [formatValue(value)]]);
    this.keep('execution_error', {
      ...this.about(id),
      exception_message: `${failure.message}\n${isOutOfMemory ? OUT_OF_MEMORY_TIPS : ''}`,
      exception_type: failure.pythonClass,
      traceback: tracebackOf(this.life.nodes.get(classOf(this.graph, id))?.module ?? 'nodes'),
      current_inputs: Object.fromEntries(values) as object,
      current_outputs: [...this.graph.keys()],
    });
  }

  private about(id: string): Record<string, unknown> {
    const node_type = classOf(this.graph, id);
    return { prompt_id: this.promptId, node_id: id, node_type, executed: [...this.executed] };
  }

  private keep(type: string, about: Record<string, unknown>, goesToAll = false): void {
    const data = { ...about, timestamp: Date.now() };
    this.kept.push([type, data]);
    if (this.hasClient || goesToAll) this.life.send(type, data, this.client);
  }

  private tell(type: string, data: object): void {
    if (this.hasClient) this.life.send(type, data, this.client);
  }
}

/** A bug of ours shows as an error of the node, with what happened. */
function unexpected(error: unknown): PythonError {
  return new PythonError('SimulatorError', error instanceof Error ? String(error.stack) : String(error));
}
