// The REST API of Forge and A1111 (--api): a job is one HTTP request that lasts as long as its generation.
import type { Observable } from 'rxjs';
import { defer, finalize } from 'rxjs';
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import { pause } from '../../../common/pause.js';
import type {
  Handle,
  Inventory,
  PreparedRequest,
  ProbeResult,
  Recovery,
  RunEvent,
  RunLimits,
  RunOutputs,
  Target,
} from '../../contract/index.js';
import { startLongCall, type LongCall } from '../../long-call.js';
import type { HttpAnswer, TargetHttp } from '../../target-http.js';
import { keyOf } from '../../target-key.js';
import { readAnswer } from '../answer/read-answer.js';
import type { WebuiFlavour } from '../flavour.js';
import { OpenRuns } from '../open-runs.js';
import { readExpectation } from '../prepare/expectation.js';
import { prepareRequest } from '../prepare/prepare-request.js';
import { fetchSaved, hasSaved } from '../run/fetch-saved.js';
import { readHandle, type SdapiHandle } from '../run/handle.js';
import { noteInterruption } from '../run/interruption.js';
import { lookAt } from '../run/observe.js';
import { OptionPins } from '../run/option-pins.js';
import { interruptIfOurs, recoverTask } from '../run/ours.js';
import { submittedBody } from '../run/submitted-body.js';
import { watchRun, type WatchedRun } from '../run/watch-run.js';
import { loadInventory } from '../server/load-inventory.js';
import { probeServer } from '../server/probe.js';
import { SdapiClient } from '../server/sdapi-client.js';
import type { Connection, Known } from './connection.js';

/** Megabytes of base64 keep this process busy while they are read: the server is given its next job before. */
const LARGE_BYTES = 64 * 1024;
const NEXT_JOB_FIRST_MS = 25;

export class RestConnection implements Connection {
  readonly name = 'rest';
  private readonly client: SdapiClient;
  private readonly pins: OptionPins;
  private readonly runs = new OpenRuns<LongCall>();
  /** Servers whose model is where generations need it, as far as we have to do with it. */
  private readonly onGpu = new Set<string>();

  constructor(
    private readonly http: TargetHttp,
    private readonly flavour: WebuiFlavour,
  ) {
    this.client = new SdapiClient(http);
    this.pins = new OptionPins(this.client);
  }

  probe(target: Target, known: Known, signal: AbortSignal): Promise<ProbeResult> {
    const { http, flavour, runs } = this;
    return probeServer({ http, flavour, target, signal, ...known, isOurs: runs.anyOn(target) });
  }

  async inventory(target: Target, signal: AbortSignal): Promise<Inventory> {
    return loadInventory(this.http, this.flavour, target, signal);
  }

  prepare(params: JsonObject, target: Target, inventory: Inventory): PreparedRequest {
    return prepareRequest(params, target, inventory, this.flavour);
  }

  handleFor(): Handle {
    return {};
  }

  async submit(
    request: PreparedRequest,
    handle: Handle,
    target: Target,
    signal: AbortSignal,
  ): Promise<Handle> {
    const run = readHandle(handle);
    await this.bringBack(target, signal);
    await this.pins.pin(target, readExpectation(request.expect).pin, signal);
    signal.throwIfAborted();
    const overrides = isJsonObject(request.body['override_settings'])
      ? request.body['override_settings']
      : {};
    const body = submittedBody(request, run, this.pins.complete(target, overrides));
    this.runs.open(target, run.task_id, startLongCall(target, request.path, body));
    return handle;
  }

  watch(handle: Handle, request: PreparedRequest, target: Target, limits: RunLimits): Observable<RunEvent> {
    const run = readHandle(handle);
    return defer(() => watchRun(this.watched(run, request, target, limits))).pipe(
      finalize(() => this.runs.close(target, run.task_id)),
    );
  }

  recover(handle: Handle, request: PreparedRequest, target: Target, signal: AbortSignal): Promise<Recovery> {
    const { client } = this;
    const { task_id: task, attempt_id: attempt } = readHandle(handle);
    const saved = (until: AbortSignal): Promise<boolean> => hasSaved(client, target, request, attempt, until);
    return recoverTask(client, target, task, saved, signal);
  }

  cancel(handle: Handle, target: Target, signal: AbortSignal): Promise<boolean> {
    const { task_id: task } = readHandle(handle);
    return interruptIfOurs(this.client, target, task, signal, this.runs.isOnly(target, task));
  }

  async free(target: Target, signal: AbortSignal): Promise<void> {
    this.onGpu.delete(keyOf(target));
    await this.client.unloadCheckpoint(target, signal);
  }

  closeAll(): void {
    this.runs.closeAll();
  }

  private watched(
    { task_id: task, attempt_id: attempt }: SdapiHandle,
    request: PreparedRequest,
    target: Target,
    limits: RunLimits,
  ): WatchedRun<HttpAnswer> {
    const { client, runs } = this;
    return {
      target,
      request,
      limits,
      call: runs.watch(target, task),
      look: lookAt(client, target, task),
      read: (answer, interrupted) => this.read(answer, interrupted, request, target),
      fetchLost: (signal) => fetchSaved(client, target, request, attempt, signal),
      interrupt: (signal) => interruptIfOurs(client, target, task, signal),
    };
  }

  /** Also at the first job after our start: an earlier run of ours may have unloaded it. */
  private async bringBack(target: Target, signal: AbortSignal): Promise<void> {
    if (!this.flavour.reloadsByHand || this.onGpu.has(keyOf(target))) return;
    this.onGpu.add(keyOf(target));
    // Relatives without this route bring it back by themselves; if not, the generation says so.
    await this.client.reloadCheckpoint(target, signal).catch(() => undefined);
  }

  private async read(
    answer: HttpAnswer,
    interrupted: boolean,
    request: PreparedRequest,
    target: Target,
  ): Promise<RunOutputs> {
    if (answer.body.length > LARGE_BYTES) await pause(NEXT_JOB_FIRST_MS);
    const outputs = readAnswer(answer, request, target);
    const noted = noteInterruption(this.client, target, interrupted);
    const [read, warning] = await Promise.all([outputs, noted]);
    const isKnown = !warning || read.warnings.some(({ code }) => code === warning.code);
    return isKnown ? read : { ...read, warnings: [...read.warnings, warning] };
  }
}
