// The dispatcher for every app type that speaks the SDAPI. Reads like the contract; the work is in the folders:
// params/ (what clients send), prepare/ (names resolved), run/ (one attempt), answer/ (what comes back), server/.
import { Logger, type OnModuleDestroy } from '@nestjs/common';
import { catchError, defer, finalize, tap, type Observable } from 'rxjs';
import { isJsonObject, type JsonObject } from '../../common/json.js';
import type {
  Dispatcher,
  Handle,
  Inventory,
  InventorySource,
  ParamsReading,
  ParamsSummary,
  PreparedRequest,
  ProbeResult,
  Recovery,
  RunEvent,
  RunLimits,
  SideAnswer,
  SideQuestion,
  Target,
} from '../contract/index.js';
import type { TargetHttp } from '../target-http.js';
import { asDispatchError } from '../answers/classify-transport.js';
import type { WebuiFlavour } from './flavour.js';
import { OpenRuns } from './open-runs.js';
import { readWebuiParams } from './params/read-params.js';
import { summarizeWebuiParams } from './params/summarize-params.js';
import { WebuiParams } from './params/webui-params.dto.js';
import { readExpectation } from './prepare/expectation.js';
import { prepareWithRefresh } from './prepare/prepare-request.js';
import { hasSaved } from './run/fetch-saved.js';
import { startGeneration } from './run/generation-call.js';
import { newHandle, readHandle } from './run/handle.js';
import { OptionPins } from './run/option-pins.js';
import { interruptIfOurs, recoverTask } from './run/ours.js';
import { submittedBody } from './run/submitted-body.js';
import { watchRun } from './run/watch-run.js';
import { askServer } from './server/ask-server.js';
import { loadInventory } from './server/load-inventory.js';
import { probeServer } from './server/probe.js';
import { settling } from './server/settling.js';
import { SdapiClient } from './server/sdapi-client.js';
import { ServerMemory } from './server-memory.js';

export abstract class SdapiDispatcher implements Dispatcher, OnModuleDestroy {
  readonly params = WebuiParams;
  readonly capabilities = { img2img: true, previews: true, interrupt: true };
  private readonly logger = new Logger(SdapiDispatcher.name);
  private readonly client: SdapiClient;
  private readonly pins: OptionPins;
  private readonly runs = new OpenRuns();
  private readonly memory = new ServerMemory();

  protected constructor(
    private readonly http: TargetHttp,
    private readonly flavour: WebuiFlavour,
  ) {
    this.client = new SdapiClient(http);
    this.pins = new OptionPins(this.client);
  }

  get label(): string {
    return this.flavour.label;
  }

  readParams(raw: JsonObject): ParamsReading {
    return readWebuiParams(raw, { truncateFractions: this.flavour.truncateFractions });
  }

  summarize(params: JsonObject): ParamsSummary {
    return summarizeWebuiParams(params);
  }

  async probe(target: Target, signal: AbortSignal): Promise<ProbeResult> {
    const { http, flavour, runs } = this;
    const memory = this.memory.of(target);
    const settles = await settling(memory, target, flavour.settleMs, signal);
    if (settles) return settles;
    const loadedCheckpoint = (options: JsonObject): string | null =>
      this.memory.loadedCheckpoint(target, options);
    const context = { http, flavour, target, signal, version: memory.version, loadedCheckpoint };
    const result = await probeServer({ ...context, isOurs: runs.anyOn(target) });
    memory.wasAway = result.state === 'unreachable';
    if (memory.wasAway) memory.warm = null;
    return result;
  }

  async inventory(target: Target, signal: AbortSignal): Promise<Inventory> {
    const inventory = await loadInventory(this.http, this.flavour, target, signal);
    return this.memory.learnInventory(target, inventory);
  }

  prepare(params: JsonObject, target: Target, inventory: InventorySource): Promise<PreparedRequest> {
    return prepareWithRefresh(params, target, inventory, this.flavour);
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
    const run = readHandle(handle);
    await this.pins.pin(target, readExpectation(request.expect).pin, signal);
    signal.throwIfAborted();
    const overrides = isJsonObject(request.body['override_settings'])
      ? request.body['override_settings']
      : {};
    const body = submittedBody(request, run, this.pins.complete(target, overrides));
    this.logger.debug('generation sent', { dir: 'queue→server', server: target.alias, task: run.task_id });
    this.runs.open(target, run.task_id, startGeneration(target, request.path, body));
    return handle;
  }

  watch(handle: Handle, request: PreparedRequest, target: Target, limits: RunLimits): Observable<RunEvent> {
    const { client, runs } = this;
    const run = readHandle(handle);
    const title = readExpectation(request.expect).checkpoint?.title ?? null;
    return defer(() => {
      const call = runs.watch(target, run.task_id);
      return watchRun({ client, target, request, handle: run, limits, call });
    }).pipe(
      catchError((error: unknown) => {
        throw asDispatchError(error, target);
      }),
      tap((event) => event.type === 'outputs' && this.memory.learnOutputs(target, event, title)),
      finalize(() => runs.close(target, run.task_id)),
    );
  }

  recover(handle: Handle, request: PreparedRequest, target: Target, signal: AbortSignal): Promise<Recovery> {
    const { client } = this;
    const { task_id: task, attempt_id: attempt } = readHandle(handle);
    const saved = (until: AbortSignal): Promise<boolean> => hasSaved(client, target, request, attempt, until);
    return recoverTask(client, target, task, saved, signal);
  }

  async cancel(handle: Handle, target: Target, signal: AbortSignal): Promise<boolean> {
    const { task_id: task } = readHandle(handle);
    const isOnly = this.runs.isOnly(target, task);
    const stopped = await interruptIfOurs(this.client, target, task, signal, isOnly).catch(
      (error: unknown) => {
        throw asDispatchError(error, target);
      },
    );
    this.logger.debug('interrupt', { dir: 'queue→server', server: target.alias, task, stopped });
    return stopped;
  }

  ask(question: SideQuestion, target: Target, signal: AbortSignal): Promise<SideAnswer> {
    return askServer(this.http, question, target, signal);
  }

  onModuleDestroy(): void {
    this.runs.closeAll();
  }
}
