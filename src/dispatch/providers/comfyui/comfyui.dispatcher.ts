// The dispatcher for ComfyUI. Reads like the contract; the work is in the folders: params/ (what clients send), workflow/
// (graphs and their maps), build/ (graphs for plain parameters), prepare/ (names of this server), run/ (one attempt),
// answer/ (what went wrong), server/ (calls, lists, a look), form/ (templates and their forms).
import { Logger, type OnModuleDestroy } from '@nestjs/common';
import { catchError, defer, finalize, type Observable } from 'rxjs';
import type { JsonObject } from '../../../common/json.js';
import { asDispatchError, classifyTransport } from '../../answers/classify-transport.js';
import {
  AppType,
  type Dispatcher,
  type Handle,
  type Inventory,
  type InventorySource,
  type ParamsReading,
  type ParamsSummary,
  type PreparedRequest,
  type ProbeResult,
  type Recovery,
  type RunEvent,
  type RunLimits,
  type Target,
  type WorkflowReading,
} from '../../contract/index.js';
import { TargetHttp } from '../../target-http.js';
import { toTransportError } from '../../transport-error.js';
import { WorkflowTemplates } from '../../workflow-templates.js';
import { builtInTemplates } from './build/built-in-templates.js';
import { readTemplate } from './form/read-template.js';
import { ComfyuiParams } from './params/comfyui-params.dto.js';
import { readComfyuiParams } from './params/read-params.js';
import { summarizeComfyuiParams } from './params/summarize-params.js';
import { prepareWithRefresh } from './prepare/prepare-request.js';
import { cancelPrompt } from './run/cancel.js';
import { newHandle, readHandle } from './run/handle.js';
import { OpenPrompts } from './run/open-prompts.js';
import { PromptFeed } from './run/prompt-feed.js';
import { recoverPrompt } from './run/recover.js';
import { sendPrompt, submittedGraph } from './run/submit.js';
import { watchRun } from './run/watch-run.js';
import { ComfyuiClient } from './server/comfyui-client.js';
import { loadInventory } from './server/load-inventory.js';
import { probeServer } from './server/probe.js';

const APP_TYPE = 'comfyui';

@AppType(APP_TYPE)
export class ComfyuiDispatcher implements Dispatcher, OnModuleDestroy {
  readonly label = 'ComfyUI';
  readonly params = ComfyuiParams;
  readonly capabilities = { img2img: true, previews: true, interrupt: true };
  private readonly logger = new Logger(ComfyuiDispatcher.name);
  private readonly client: ComfyuiClient;
  private readonly prompts = new OpenPrompts();

  constructor(
    http: TargetHttp,
    private readonly templates: WorkflowTemplates,
  ) {
    this.client = new ComfyuiClient(http);
    templates.provide(APP_TYPE, builtInTemplates());
  }

  readParams(raw: JsonObject): ParamsReading {
    return readComfyuiParams(raw, this.findTemplate);
  }

  summarize(params: JsonObject): ParamsSummary {
    return summarizeComfyuiParams(params);
  }

  probe(target: Target, signal: AbortSignal): Promise<ProbeResult> {
    const { client, prompts } = this;
    const stuck = prompts.stuckOn(target);
    return probeServer({ client, target, signal, isOurs: prompts.anyOn(target), stuck });
  }

  inventory(target: Target, signal: AbortSignal): Promise<Inventory> {
    return loadInventory(this.client, target, signal);
  }

  prepare(params: JsonObject, target: Target, inventory: InventorySource): Promise<PreparedRequest> {
    return prepareWithRefresh(params, target, inventory, this.findTemplate);
  }

  handleFor(attemptId: string): Handle {
    return newHandle(attemptId);
  }

  async submit(
    request: PreparedRequest,
    handle: Handle,
    target: Target,
    signal: AbortSignal,
  ): Promise<Handle> {
    const { client } = this;
    const run = readHandle(handle);
    const submission = { client, target, request, handle: run };
    const feed = new PromptFeed(target, run.task_id);
    try {
      // It hears of the prompt from its first message on, if it is there before.
      const [graph, isHeard] = await Promise.all([submittedGraph(submission, signal), feed.ready(signal)]);
      if (!isHeard) feed.close();
      const refused = await sendPrompt(submission, graph, isHeard ? feed : null, signal);
      this.prompts.open(target, run.task_id, isHeard ? feed : null);
      this.logger.debug('prompt queued', { dir: 'queue→server', server: target.alias, task: run.task_id });
      return refused.length > 0 ? { ...handle, refused } : handle;
    } catch (error) {
      feed.close();
      throw asDispatchError(error, target);
    }
  }

  watch(handle: Handle, request: PreparedRequest, target: Target, limits: RunLimits): Observable<RunEvent> {
    const { client, prompts } = this;
    const run = readHandle(handle);
    return defer(() => {
      const feed = prompts.watch(target, run.task_id);
      return watchRun({ client, prompts, target, request, handle: run, limits, feed });
    }).pipe(
      catchError((error: unknown) => {
        throw asDispatchError(error, target);
      }),
      finalize(() => prompts.close(target, run.task_id)),
    );
  }

  recover(handle: Handle, _request: PreparedRequest, target: Target, signal: AbortSignal): Promise<Recovery> {
    return recoverPrompt(this.client, target, readHandle(handle).task_id, signal);
  }

  async cancel(handle: Handle, target: Target, signal: AbortSignal): Promise<boolean> {
    const { task_id: task } = readHandle(handle);
    const stopped = await cancelPrompt(this.client, target, task, signal).catch((error: unknown) => {
      throw error instanceof Error && error.name === 'DispatchError'
        ? error
        : classifyTransport(toTransportError(error), target);
    });
    this.logger.debug('interrupt', { dir: 'queue→server', server: target.alias, task, stopped });
    return stopped;
  }

  async free(target: Target, signal: AbortSignal): Promise<void> {
    await this.client.free(target, signal).catch((error: unknown) => {
      throw asDispatchError(error, target);
    });
    this.logger.debug('models unloaded', { dir: 'queue→server', server: target.alias });
  }

  readWorkflow(given: unknown, map: JsonObject | null): WorkflowReading {
    return readTemplate(given, map);
  }

  onModuleDestroy(): void {
    this.prompts.closeAll();
  }

  private readonly findTemplate = (name: string) => this.templates.find(APP_TYPE, name);
}
