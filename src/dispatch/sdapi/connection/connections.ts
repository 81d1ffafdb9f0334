// The two ways to talk to a Forge or A1111, and which one is taken: as the server's option `connection` says, or the
// API where it is on and the page where it is not. A job goes on by the way that it was sent.
import type { JsonObject } from '../../../common/json.js';
import {
  DispatchError,
  type Handle,
  type Inventory,
  type InventorySource,
  type PreparedRequest,
  type ProbeResult,
  type Target,
} from '../../contract/index.js';
import type { TargetHttp } from '../../target-http.js';
import { keyOf } from '../../target-key.js';
import type { WebuiFlavour } from '../flavour.js';
import { PAGE_PATH } from '../page/prepare-page-request.js';
import { prepareWithRefresh } from '../prepare/prepare-request.js';
import { isPageHandle } from '../run/handle.js';
import { connectionOf, fixedConnection, instead } from './choose-connection.js';
import type { Connection, ConnectionName, Known } from './connection.js';
import { GradioConnection } from './gradio-connection.js';
import { RestConnection } from './rest-connection.js';

export class Connections {
  private readonly rest: RestConnection;
  private readonly gradio: GradioConnection;
  /** Of servers that are not fixed to one way: what they were last found to have. */
  private readonly found = new Map<string, ConnectionName>();

  constructor(http: TargetHttp, flavour: WebuiFlavour) {
    this.rest = new RestConnection(http, flavour);
    this.gradio = new GradioConnection(http, flavour);
  }

  async probe(target: Target, known: Known, signal: AbortSignal): Promise<ProbeResult> {
    const fixed = fixedConnection(target);
    if (fixed) return this.by(fixed).probe(target, known, signal);
    const result = await this.rest.probe(target, known, signal);
    if (result.state === 'online') this.found.set(keyOf(target), 'rest');
    if (result.problemCode !== 'api_not_enabled') return result;
    this.found.set(keyOf(target), 'gradio');
    return instead(await this.gradio.probe(target, known, signal));
  }

  async inventory(target: Target, signal: AbortSignal): Promise<Inventory> {
    const fixed = fixedConnection(target) ?? this.found.get(keyOf(target));
    if (fixed) return this.by(fixed).inventory(target, signal);
    return this.rest.inventory(target, signal).catch((error: unknown) => {
      const isOff = error instanceof DispatchError && error.code === 'api_not_enabled';
      if (!isOff) throw error;
      return this.gradio.inventory(target, signal);
    });
  }

  prepare(params: JsonObject, target: Target, source: InventorySource): Promise<PreparedRequest> {
    const current = (): Inventory | null => {
      const known = source.current();
      return known && this.isOld(known, target) ? null : known;
    };
    const fresh = { current, refresh: () => source.refresh() };
    return prepareWithRefresh(fresh, async (inventory) =>
      this.by(connectionOf(inventory)).prepare(params, target, inventory),
    );
  }

  ofRequest({ path }: PreparedRequest): Connection {
    return path === PAGE_PATH ? this.gradio : this.rest;
  }

  ofHandle(handle: Handle): Connection {
    return isPageHandle(handle) ? this.gradio : this.rest;
  }

  free(target: Target, signal: AbortSignal): Promise<void> {
    const name = fixedConnection(target) ?? this.found.get(keyOf(target)) ?? 'rest';
    return this.by(name).free(target, signal);
  }

  closeAll(): void {
    this.rest.closeAll();
    this.gradio.closeAll();
  }

  /** It was read the other way, or tells of a page that is another one now. */
  private isOld(inventory: Inventory, target: Target): boolean {
    const wanted = fixedConnection(target) ?? this.found.get(keyOf(target));
    const name = connectionOf(inventory);
    return (wanted !== undefined && name !== wanted) || (name === 'gradio' && this.gradio.hasChanged(target));
  }

  private by(name: ConnectionName): Connection {
    return name === 'rest' ? this.rest : this.gradio;
  }
}
