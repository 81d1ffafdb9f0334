import { LifeEnded } from '../../common/life-ended.js';
import { pause } from '../../common/pause.js';
import { classOf, inputsOfNode, isLink } from '../graph/graph.js';
import type { Graph } from '../graph/graph.js';
import type { Generation } from '../generation-log.js';
import type { Faults } from '../knobs.js';
import type { NodeClass } from '../nodes/node-class.js';
import { NodeInputs } from '../nodes/node-inputs.js';
import { Interrupted, PythonError } from '../python-error.js';
import { dumpsJson, isDict } from '../python-json.js';
import type { HistoryEntry } from '../queue/history.js';
import { clientOf } from '../queue/queue-item.js';
import type { QueueItem } from '../queue/queue-item.js';
import type { ServerLife } from '../server-life.js';
import { ExecutionOrder } from './execution-order.js';
import type { NodeContext, ProgressPicture } from './node-context.js';
import type { CachedNode, NodeUi, PromptCache } from './output-cache.js';
import { ProgressRegistry, placeOf } from './progress-registry.js';
import { PromptMessages } from './prompt-messages.js';
import { formatValue, tracebackOf } from './python-format.js';
import type { StepWatch } from './step-watch.js';

/** What the worker gives a prompt to run with. */
export interface RunSetup {
  life: ServerLife;
  item: QueueItem;
  /** The graph that runs; the item keeps one as it was taken in. */
  graph: Graph;
  record: Generation;
  faults: Faults;
  steps: StepWatch;
}

export type RunResult = Omit<HistoryEntry, 'item'>;

/** One prompt while it runs: node after node, with everything that is told about it. */
export class PromptRun {
  private readonly messages: PromptMessages;
  private readonly progress: ProgressRegistry;
  private readonly ui = new Map<string, NodeUi>();
  private readonly executed: string[] = [];
  /** Results of this run, whatever the cache keeps. */
  private readonly results = new Map<string, CachedNode>();

  constructor(private readonly setup: RunSetup) {
    const { life, item } = setup;
    this.messages = new PromptMessages(item.promptId, clientOf(item), life.send);
    const can = life.settings.can;
    this.progress = new ProgressRegistry(item.promptId, life.settings, (data) =>
      can.addressesProgressState
        ? this.messages.tellOrBroadcast('progress_state', data)
        : life.send('progress_state', data, null),
    );
  }

  async run(): Promise<RunResult> {
    const { life, graph, item, record } = this.setup;
    const { promptId: prompt_id } = item;
    this.messages.keep('execution_start', { prompt_id });
    const cache = await life.cache.forPrompt(graph, life.nodes, life.validation);
    record.cached = [...graph.keys()].filter((id) => cache.get(id) !== undefined);
    this.messages.keep('execution_cached', { nodes: record.cached, prompt_id });
    const order = new ExecutionOrder(graph, life.nodes, item.outputs, (id) => cache.get(id) !== undefined);
    let success = true;
    for (let id = order.next(); id !== null && success; id = order.next()) {
      success = await this.runNode(id, cache);
      if (success) order.done(id);
    }
    if (success) this.messages.keep('execution_success', { prompt_id });
    return this.result(success);
  }

  private result(success: boolean): RunResult {
    return {
      outputs: new Map([...this.ui].map(([id, { output }]) => [id, output])),
      meta: new Map([...this.ui].map(([id, { meta }]) => [id, meta])),
      status: {
        status_str: success ? 'success' : 'error',
        completed: success,
        messages: this.messages.kept,
      },
    };
  }

  /** @returns whether the prompt goes on */
  private async runNode(id: string, cache: PromptCache): Promise<boolean> {
    const cached = cache.get(id);
    if (cached) {
      this.useCached(id, cached);
      return true;
    }
    this.progress.start(id);
    const inputs = this.inputsFor(id, cache);
    this.setup.life.runningNode = id;
    this.messages.tell('executing', { node: id, display_node: id, prompt_id: this.messages.promptId });
    try {
      const done = await this.execute(id, inputs);
      cache.set(id, done);
      this.results.set(id, done);
    } catch (error) {
      if (error instanceof LifeEnded) throw error;
      this.fail(id, inputs, error);
      return false;
    }
    this.progress.finish(id);
    this.executed.push(id);
    this.setup.record.executed = this.executed;
    return true;
  }

  /** An output that is there already is told of again, with its old files. */
  private useCached(id: string, { ui }: CachedNode): void {
    const { life } = this.setup;
    if (ui) {
      this.tellExecuted(id, ui.output);
      if (this.messages.client !== null || !life.settings.can.losesCachedOutputs) this.ui.set(id, ui);
    }
    this.progress.finish(id);
  }

  private async execute(id: string, inputs: NodeInputs): Promise<CachedNode> {
    const { life, faults } = this.setup;
    const node = life.nodes.get(classOf(this.setup.graph, id)) as NodeClass;
    life.interrupts.check();
    if (node.isOutput && faults.executionBlocked) this.tellBlocked(id, node, 'blocked by a knob');
    // Every node gives the others (requests, sockets) a turn, as the real one's thread does.
    await pause(0, life.signal);
    const result = await node.run(inputs, this.contextOf(id, node));
    if (Array.isArray(result)) return { outputs: result, ui: null };
    const output = faults.nanOutput ? { ...result.ui, score: [Number.NaN] } : result.ui;
    if (Object.keys(output).length === 0) return { outputs: result.result ?? [], ui: null };
    const meta = { node_id: id, display_node: id, parent_node: null, real_node_id: id };
    this.ui.set(id, { meta, output });
    this.tellExecuted(id, output);
    return { outputs: result.result ?? [], ui: { meta, output } };
  }

  private inputsFor(id: string, cache: PromptCache): NodeInputs {
    const values = [...inputsOfNode(this.setup.graph, id)].map(([name, value]): [string, unknown] => {
      if (!isLink(value)) return [name, value];
      const from = this.results.get(value[0]) ?? cache.get(value[0]);
      return [name, from?.outputs.at(Number(value[1]))];
    });
    return new NodeInputs(new Map(values));
  }

  private contextOf(nodeId: string, node: NodeClass): NodeContext {
    const { life, record, steps, faults } = this.setup;
    return {
      settings: life.settings,
      library: life.library,
      memory: life.memory,
      files: life.files,
      findFile: (annotated) => life.files.findAnnotated(annotated),
      nodeId,
      pictureTexts: () => this.pictureTexts(),
      record,
      steps,
      beforeSaving: () => {
        if (faults.diskFull) throw new PythonError('OSError', '[Errno 28] No space left on device');
      },
      work: (ms) => pause(ms, life.signal),
      progress: (value, max, preview) => this.tellProgress(nodeId, value, max, preview),
      wantsPreviews: this.wantsPreviews(),
      tellBlocked: (message) => this.tellBlocked(nodeId, node, message),
    };
  }

  private tellProgress(node: string, value: number, max: number, preview?: ProgressPicture): void {
    const { life } = this.setup;
    life.interrupts.check();
    if (!this.progress.update(node, value, max, preview !== undefined)) return;
    const prompt_id = this.messages.promptId;
    this.messages.tellOrBroadcast('progress', { value, max, prompt_id, node });
    if (preview)
      life.sendPreview(preview, { node_id: node, prompt_id, ...placeOf(node) }, this.messages.client);
  }

  private tellExecuted(id: string, output: object): void {
    const prompt_id = this.messages.promptId;
    this.messages.tell('executed', { node: id, display_node: id, output, prompt_id });
  }

  private tellBlocked(id: string, node: NodeClass, message: string): void {
    this.messages.tell('execution_error', {
      prompt_id: this.messages.promptId,
      node_id: id,
      node_type: node.name,
      executed: this.executed,
      exception_message: `Execution Blocked: ${message}`,
      exception_type: 'ExecutionBlocked',
      traceback: [],
      current_inputs: [],
      current_outputs: [],
    });
  }

  private fail(id: string, inputs: NodeInputs, error: unknown): void {
    const { life, graph } = this.setup;
    const node_type = classOf(graph, id);
    const { promptId: prompt_id } = this.messages;
    const about = { prompt_id, node_id: id, node_type, executed: [...this.executed] };
    if (error instanceof Interrupted) return this.messages.keep('execution_interrupted', about, true);
    const failure = error instanceof PythonError ? error : unexpected(error);
    const isOutOfMemory = failure.pythonClass.endsWith('OutOfMemoryError');
    if (isOutOfMemory) life.memory.unloadAll();
    const tips =
      'This error means you ran out of memory on your GPU.\n\nTIPS: If the workflow worked before you might have accidentally set the batch_size to a large number.';
    this.messages.keep('execution_error', {
      ...about,
      exception_message: `${failure.message}\n${isOutOfMemory ? tips : ''}`,
      exception_type: failure.pythonClass,
      traceback: tracebackOf(life.nodes.get(node_type)?.module ?? 'nodes'),
      current_inputs: Object.fromEntries(
        [...inputs.values].map(([name, value]) => [name, [formatValue(value)]]),
      ),
      current_outputs: [...graph.keys()],
    });
  }

  /** `prompt` and whatever the client wants to have in its pictures. */
  private pictureTexts(): [string, string][] {
    const extra = this.setup.item.extraData.get('extra_pnginfo');
    const texts: [string, string][] = [['prompt', dumpsJson(this.setup.graph)]];
    if (isDict(extra)) extra.forEach((value, key) => texts.push([key, dumpsJson(value)]));
    return texts;
  }

  private wantsPreviews(): boolean {
    const asked = this.setup.item.extraData.get('preview_method');
    if (typeof asked === 'string' && asked !== 'default') return asked !== 'none';
    return this.setup.life.settings.previews !== 'none';
  }
}

/** A bug of ours shows as an error of the node, with what happened. */
function unexpected(error: unknown): PythonError {
  return new PythonError('SimulatorError', error instanceof Error ? String(error.stack) : String(error));
}
