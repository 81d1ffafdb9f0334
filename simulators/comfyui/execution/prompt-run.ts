import { LifeEnded } from '../../common/life-ended.js';
import { pause } from '../../common/pause.js';
import { classOf, inputsOfNode, isLink } from '../graph/graph.js';
import type { Graph } from '../graph/graph.js';
import type { Generation } from '../generation-log.js';
import type { Faults } from '../knobs.js';
import type { NodeClass } from '../nodes/node-class.js';
import { NodeInputs } from '../nodes/node-inputs.js';
import { PythonError } from '../python-error.js';
import { dumpsJson, isDict } from '../python-json.js';
import type { HistoryEntry } from '../queue/history.js';
import type { QueueItem } from '../queue/queue-item.js';
import type { ServerLife } from '../server-life.js';
import { ExecutionOrder } from './execution-order.js';
import type { NodeContext } from './node-context.js';
import type { CachedNode, NodeUi, PromptCache } from './output-cache.js';
import { PromptReports } from './prompt-reports.js';
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

/** One prompt while it runs, node after node. What is told about it is up to its reports. */
export class PromptRun {
  private readonly reports: PromptReports;
  private readonly ui = new Map<string, NodeUi>();
  /** Results of this run, whatever the cache keeps. */
  private readonly results = new Map<string, CachedNode>();

  constructor(private readonly setup: RunSetup) {
    const { life, item, graph, record } = setup;
    this.reports = new PromptReports(life, item, graph, record.executed);
  }

  async run(): Promise<RunResult> {
    const { life, graph, item, record } = this.setup;
    this.reports.begun();
    const cache = await life.cache.forPrompt(graph, life.nodes, life.validation);
    record.cached = [...graph.keys()].filter((id) => cache.get(id) !== undefined);
    this.reports.knowsCached(record.cached);
    const order = new ExecutionOrder(graph, life.nodes, item.outputs, (id) => cache.get(id) !== undefined);
    let success = true;
    for (let id = order.next(); id !== null && success; id = order.next()) {
      success = await this.runNode(id, cache);
      if (success) order.done(id);
    }
    if (success) this.reports.succeeded();
    return this.result(success);
  }

  private result(completed: boolean): RunResult {
    const status_str = completed ? 'success' : 'error';
    return {
      outputs: new Map([...this.ui].map(([id, { output }]) => [id, output])),
      meta: new Map([...this.ui].map(([id, { meta }]) => [id, meta])),
      status: { status_str, completed, messages: this.reports.kept },
    };
  }

  /** @returns whether the prompt goes on */
  private async runNode(id: string, cache: PromptCache): Promise<boolean> {
    const cached = cache.get(id);
    if (cached) {
      this.useCached(id, cached);
      return true;
    }
    const inputs = this.inputsFor(id, cache);
    this.setup.life.runningNode = id;
    this.reports.nodeStarted(id);
    try {
      const done = await this.execute(id, inputs);
      cache.set(id, done);
      this.results.set(id, done);
    } catch (error) {
      if (error instanceof LifeEnded) throw error;
      this.reports.nodeFailed(id, inputs, error);
      return false;
    }
    this.reports.nodeFinished(id);
    this.setup.record.executed.push(id);
    return true;
  }

  /** An output that is there already is told of again, with its old files. */
  private useCached(id: string, { ui }: CachedNode): void {
    if (ui) {
      this.reports.nodeGave(id, ui.output);
      const { losesCachedOutputs } = this.setup.life.settings.can;
      if (this.reports.hasClient || !losesCachedOutputs) this.ui.set(id, ui);
    }
    this.reports.nodeFinished(id);
  }

  private async execute(id: string, inputs: NodeInputs): Promise<CachedNode> {
    const { life, faults } = this.setup;
    const node = life.nodes.get(classOf(this.setup.graph, id)) as NodeClass;
    life.interrupts.check();
    if (node.isOutput && faults.executionBlocked) this.reports.nodeBlocked(id, 'blocked by a knob');
    // Every node gives the others (requests, sockets) a turn, as the real one's thread does.
    await pause(0, life.signal);
    const result = await node.run(inputs, this.contextOf(id));
    if (Array.isArray(result)) return { outputs: result, ui: null };
    const output = faults.nanOutput ? { ...result.ui, score: [Number.NaN] } : result.ui;
    if (Object.keys(output).length === 0) return { outputs: result.result ?? [], ui: null };
    const meta = { node_id: id, display_node: id, parent_node: null, real_node_id: id };
    this.ui.set(id, { meta, output });
    this.reports.nodeGave(id, output);
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

  private contextOf(nodeId: string): NodeContext {
    const { life, record, steps } = this.setup;
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
      beforeSaving: () => this.beforeSaving(),
      work: (ms) => pause(ms, life.signal),
      progress: (value, max, preview) => {
        life.interrupts.check();
        this.reports.nodeProgressed(nodeId, value, max, preview);
      },
      wantsPreviews: this.wantsPreviews(),
      tellText: (text) => this.reports.nodeSaid(nodeId, text),
      tellBlocked: (message) => this.reports.nodeBlocked(nodeId, message),
    };
  }

  /** Nothing is written once the process is gone. */
  private beforeSaving(): void {
    if (this.setup.life.signal.aborted) throw new LifeEnded();
    if (this.setup.faults.diskFull) throw new PythonError('OSError', '[Errno 28] No space left on device');
  }

  /** `prompt` and whatever the client wants to have in its pictures. */
  private pictureTexts(): [string, string][] {
    const extra = this.setup.item.extraData.get('extra_pnginfo');
    const texts: [string, string][] = [['prompt', dumpsJson(this.setup.graph)]];
    if (isDict(extra)) extra.forEach((value, key) => texts.push([key, dumpsJson(value)]));
    return texts;
  }

  private wantsPreviews(): boolean {
    const { can, previews } = this.setup.life.settings;
    const asked = this.setup.item.extraData.get('preview_method');
    if (can.previewsByPrompt && typeof asked === 'string' && asked !== 'default') return asked !== 'none';
    return previews !== 'none';
  }
}
