// The dispatcher for every app type that speaks the SDAPI. Reads like the contract; the work is in the folders:
// params/ (what clients send), prepare/ (names resolved), run/ (one attempt), answer/ (what comes back), server/, page/
// (all of it through the page of a server without --api), connection/ (which of the two ways a server is talked to).
import { Logger, type OnModuleDestroy } from '@nestjs/common';
import { catchError, tap, type Observable } from 'rxjs';
import type { FieldProblem } from '../../common/errors.js';
import type { JsonObject } from '../../common/json.js';
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
import { smallerBatch } from '../params/smaller-batch.js';
import type { WebuiFlavour } from './flavour.js';
import { checkConnection } from './connection/choose-connection.js';
import { Connections } from './connection/connections.js';
import { readWebuiParams } from './params/read-params.js';
import { summarizeWebuiParams } from './params/summarize-params.js';
import { WebuiParams } from './params/webui-params.dto.js';
import { readExpectation } from './prepare/expectation.js';
import { newHandle, readHandle } from './run/handle.js';
import { askServer } from './server/ask-server.js';
import { settling } from './server/settling.js';
import { ServerMemory } from './server-memory.js';

export abstract class SdapiDispatcher implements Dispatcher, OnModuleDestroy {
  readonly params = WebuiParams;
  readonly capabilities = { img2img: true, previews: true, interrupt: true };
  private readonly logger = new Logger(SdapiDispatcher.name);
  private readonly connections: Connections;
  private readonly memory = new ServerMemory();

  protected constructor(
    private readonly http: TargetHttp,
    private readonly flavour: WebuiFlavour,
  ) {
    this.connections = new Connections(http, flavour);
  }

  get label(): string {
    return this.flavour.label;
  }

  readParams(raw: JsonObject): ParamsReading {
    return readWebuiParams(raw, { truncateFractions: this.flavour.truncateFractions });
  }

  /** `connection`: how a server is talked to. */
  checkOptions(options: JsonObject): FieldProblem[] {
    return checkConnection(options);
  }

  summarize(params: JsonObject): ParamsSummary {
    return summarizeWebuiParams(params);
  }

  async probe(target: Target, signal: AbortSignal): Promise<ProbeResult> {
    const memory = this.memory.of(target);
    const settles = await settling(memory, target, this.flavour.settleMs, signal);
    if (settles) return settles;
    const loadedCheckpoint = (options: JsonObject): string | null =>
      this.memory.loadedCheckpoint(target, options);
    const result = await this.connections.probe(
      target,
      { version: memory.version, loadedCheckpoint },
      signal,
    );
    memory.wasAway = result.state === 'unreachable';
    if (memory.wasAway) memory.warm = null;
    return result;
  }

  async inventory(target: Target, signal: AbortSignal): Promise<Inventory> {
    return this.memory.learnInventory(target, await this.connections.inventory(target, signal));
  }

  prepare(params: JsonObject, target: Target, inventory: InventorySource): Promise<PreparedRequest> {
    return this.connections.prepare(params, target, inventory);
  }

  handleFor(attemptId: string, request: PreparedRequest): Handle {
    return { ...newHandle(attemptId), ...this.connections.ofRequest(request).handleFor(request) };
  }

  async submit(
    request: PreparedRequest,
    handle: Handle,
    target: Target,
    signal: AbortSignal,
  ): Promise<Handle> {
    const sent = await this.connections.ofHandle(handle).submit(request, handle, target, signal);
    const { task_id: task } = readHandle(handle);
    this.logger.debug('generation sent', { dir: 'queue→server', server: target.alias, task });
    return sent;
  }

  watch(handle: Handle, request: PreparedRequest, target: Target, limits: RunLimits): Observable<RunEvent> {
    const title = readExpectation(request.expect).checkpoint?.title ?? null;
    return this.connections
      .ofHandle(handle)
      .watch(handle, request, target, limits)
      .pipe(
        catchError((error: unknown) => {
          throw asDispatchError(error, target);
        }),
        tap((event) => event.type === 'outputs' && this.memory.learnOutputs(target, event, title)),
      );
  }

  recover(handle: Handle, request: PreparedRequest, target: Target, signal: AbortSignal): Promise<Recovery> {
    return this.connections.ofHandle(handle).recover(handle, request, target, signal);
  }

  async cancel(handle: Handle, target: Target, signal: AbortSignal): Promise<boolean> {
    const { task_id: task } = readHandle(handle);
    const connection = this.connections.ofHandle(handle);
    const stopped = await connection.cancel(handle, target, signal).catch((error: unknown) => {
      throw asDispatchError(error, target);
    });
    this.logger.debug('interrupt', { dir: 'queue→server', server: target.alias, task, stopped });
    return stopped;
  }

  async free(target: Target, signal: AbortSignal): Promise<void> {
    await this.connections.free(target, signal).catch((error: unknown) => {
      throw asDispatchError(error, target);
    });
    this.logger.debug('models unloaded', { dir: 'queue→server', server: target.alias });
  }

  shrinkBatch(params: JsonObject): JsonObject | null {
    return smallerBatch(params);
  }

  ask(question: SideQuestion, target: Target, signal: AbortSignal): Promise<SideAnswer> {
    return askServer(this.http, question, target, signal);
  }

  onModuleDestroy(): void {
    this.connections.closeAll();
  }
}
