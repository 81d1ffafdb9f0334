// The page of Forge and A1111: their generate function is called as the page itself calls it, through the queue of the
// Gradio that it runs on. For servers without the API. How requests are put into inputs, and answers read: sdapi/page/;
// the protocol itself: dispatch/gradio/.
import { randomUUID } from 'node:crypto';
import { defer, finalize, type Observable } from 'rxjs';
import type { JsonObject } from '../../../common/json.js';
import { pause } from '../../../common/pause.js';
import { classifyTransport } from '../../answers/classify-transport.js';
import {
  DispatchError,
  type Handle,
  type Inventory,
  type PreparedRequest,
  type ProbeResult,
  type Recovery,
  type RunEvent,
  type RunLimits,
  type Target,
} from '../../contract/index.js';
import { noPage, pageChanged } from '../../gradio/classify-page-answer.js';
import { PageClient } from '../../gradio/page-client.js';
import { buildData, fitsStill } from '../../gradio/page/build-data.js';
import { withdrawn, type QueuedCall, type QueueResult } from '../../gradio/queue/queued-call.js';
import { callBySocket } from '../../gradio/queue/socket-call.js';
import { listenToEvent } from '../../gradio/queue/stream-call.js';
import { TransportError, toTransportError } from '../../transport-error.js';
import type { TargetHttp } from '../../target-http.js';
import type { WebuiFlavour } from '../flavour.js';
import { OpenRuns } from '../open-runs.js';
import { pageInventory } from '../page/page-inventory.js';
import { interruptOnPage, lookAtPage, restoredData, whereOnPage } from '../page/page-task.js';
import { preparePageRequest, readPageBody } from '../page/prepare-page-request.js';
import { probePage } from '../page/probe-page.js';
import { hasPictures, readPageOutput, readPageResult } from '../page/read-page-output.js';
import { readPageHandle, type PageHandle } from '../run/handle.js';
import { watchRun, type WatchedRun } from '../run/watch-run.js';
import { loadLoras } from '../server/load-inventory.js';
import { SdapiClient } from '../server/sdapi-client.js';
import type { Connection, Known } from './connection.js';

/** Until a call that was taken out of the queue is known to be out of it. */
const LEAVING_MS = 300;

export class GradioConnection implements Connection {
  readonly name = 'gradio';
  /** Of the API nothing but what is there without it: `/internal` and the list of LoRAs. */
  private readonly api: SdapiClient;
  private readonly client: PageClient;
  private readonly runs = new OpenRuns<QueuedCall>();
  /** Servers whose page is not the one that our inventory tells of. */
  private readonly changed = new Set<string>();

  constructor(
    private readonly http: TargetHttp,
    private readonly flavour: WebuiFlavour,
  ) {
    this.api = new SdapiClient(http);
    this.client = new PageClient(http);
  }

  async probe(target: Target, known: Known, signal: AbortSignal): Promise<ProbeResult> {
    const { client, flavour, runs } = this;
    const result = await probePage({ client, flavour, target, known, isOurs: runs.anyOn(target), signal });
    // A page of Gradio 3 does not tell that it is another one after a restart.
    if (result.state === 'unreachable') this.client.forget(target);
    return result;
  }

  async inventory(target: Target, signal: AbortSignal): Promise<Inventory> {
    try {
      const [page, loras] = await Promise.all([
        this.client.page(target, signal),
        loadLoras(this.http, target, signal),
      ]);
      this.changed.delete(target.id);
      return pageInventory(page, loras);
    } catch (error) {
      throw error instanceof TransportError ? classifyTransport(error, target) : error;
    }
  }

  /** Whether an inventory that was read before cannot be trusted any more. */
  hasChanged(target: Target): boolean {
    return this.changed.has(target.id);
  }

  prepare(params: JsonObject, target: Target, inventory: Inventory): Promise<PreparedRequest> {
    return preparePageRequest(params, target, inventory, this.flavour);
  }

  handleFor(request: PreparedRequest): Handle {
    const session = randomUUID().replaceAll('-', '');
    return { page: { tab: readPageBody(request).tab, session_hash: session, event_id: null } };
  }

  async submit(
    request: PreparedRequest,
    handle: Handle,
    target: Target,
    signal: AbortSignal,
  ): Promise<Handle> {
    const run = readPageHandle(handle);
    const { tab, mode, inputs, layout } = readPageBody(request);
    const { client, http } = this;
    try {
      const page = await client.page(target, signal);
      const fn = page.tabs[tab]?.generate;
      if (!fn) throw noPage();
      if (!fitsStill(fn, inputs, layout)) {
        this.changed.add(target.id);
        throw pageChanged();
      }
      const data = buildData(fn, inputs, run.task_id, mode);
      if (page.queue === 'socket') {
        this.runs.open(target, run.task_id, callBySocket(client, target, fn, data, run.session_hash));
        return handle;
      }
      const event = await client.join(target, fn, data, run.session_hash, signal);
      this.runs.open(target, run.task_id, listenToEvent(http, target, run.session_hash, event));
      return { ...handle, page: { tab, session_hash: run.session_hash, event_id: event } };
    } catch (error) {
      throw error instanceof TransportError ? classifyTransport(error, target) : error;
    }
  }

  watch(handle: Handle, request: PreparedRequest, target: Target, limits: RunLimits): Observable<RunEvent> {
    const run = readPageHandle(handle);
    return defer(() => watchRun(this.watched(run, request, target, limits))).pipe(
      finalize(() => this.runs.close(target, run.task_id)),
    );
  }

  async recover(
    handle: Handle,
    _request: PreparedRequest,
    target: Target,
    signal: AbortSignal,
  ): Promise<Recovery> {
    const { task_id: task, tab } = readPageHandle(handle);
    try {
      const where = await whereOnPage(this.api, target, task, signal);
      if (where === 'running' || where === 'queued') return { state: 'running' };
      const isKept = where === 'completed' && (await restoredData(this.client, target, tab, task, signal));
      // One that failed, and one that is no longer among the last two, look the same.
      return isKept ? { state: 'finished' } : { state: 'unknown', mayHaveRun: true };
    } catch (error) {
      signal.throwIfAborted();
      return { state: 'unreachable', reason: classifyTransport(toTransportError(error), target).message };
    }
  }

  /** A running job is interrupted by the button; a waiting one is taken out of the queue by closing its connection. */
  async cancel(handle: Handle, target: Target, signal: AbortSignal): Promise<boolean> {
    const { task_id: task, tab } = readPageHandle(handle);
    const interrupt = (): Promise<boolean> =>
      interruptOnPage(this.api, this.client, target, tab, task, signal);
    if (await interrupt()) return true;
    const call = this.runs.callOf(target, task);
    if (!call?.leave()) return false;
    try {
      // It may have begun just then: the page lets nobody take a job out of its queue for sure.
      await pause(LEAVING_MS, signal);
      call.end((await interrupt()) ? { kind: 'broken' } : { kind: 'refused', error: withdrawn() });
    } finally {
      call.end({ kind: 'broken' });
    }
    return true;
  }

  /** Forge's page has no way to do it; A1111's moves models to RAM for good, until its own button brings them back. */
  free(): Promise<void> {
    const message = 'Models are taken off the GPU through the API only: start the server with --api.';
    return Promise.reject(new DispatchError('permanent', message, { code: 'api_not_enabled' }));
  }

  closeAll(): void {
    this.runs.closeAll();
  }

  private watched(
    { task_id: task, tab }: PageHandle,
    request: PreparedRequest,
    target: Target,
    limits: RunLimits,
  ): WatchedRun<QueueResult> {
    const { api, client, runs } = this;
    const call = runs.watch(target, task);
    return {
      target,
      request,
      limits,
      call,
      look: lookAtPage(api, target, task, call),
      hasMade: hasPictures,
      read: (result) => readPageResult(client, target, request, result),
      fetchLost: async (signal) => {
        const data = await restoredData(client, target, tab, task, signal);
        return data && readPageOutput(client, target, request, data);
      },
      interrupt: (signal) => interruptOnPage(api, client, target, tab, task, signal),
    };
  }
}
