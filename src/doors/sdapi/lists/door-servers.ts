// Which servers a caller of the door reaches: those that speak the A1111 API, that its key allows, and of which its
// address may name one.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../../../access/contract/index.js';
import { NotFoundError } from '../../../common/errors.js';
import { isJsonObject, type JsonObject } from '../../../common/json.js';
import type { Dispatcher, Inventory } from '../../../dispatch/contract/index.js';
import { DispatcherRegistry } from '../../../dispatch/dispatcher-registry.js';
import { resolveModel } from '../../../dispatch/names/resolve-model.js';
import { ServerFleet, type FleetServer } from '../../../servers/server-fleet.js';

export type Ask = NonNullable<Dispatcher['ask']>;

@Injectable()
export class DoorServers {
  constructor(
    private readonly fleet: ServerFleet,
    private readonly registry: DispatcherRegistry,
  ) {}

  /** Undefined for a server that does not speak the A1111 API. */
  askOf(server: FleetServer): Ask | undefined {
    if (!this.registry.has(server.appType)) return undefined;
    const dispatcher = this.registry.get(server.appType);
    return dispatcher.ask?.bind(dispatcher);
  }

  /** Online or not. @throws NotFoundError for an alias that is not among them */
  all(who: Principal, alias: string | null): FleetServer[] {
    const servers = this.fleet
      .all()
      .filter((server) => who.mayUseServer(server.alias) && who.mayUseAppType(server.appType))
      .filter((server) => server.enabled && this.askOf(server) !== undefined);
    if (alias === null) return servers;
    const named = servers.filter((server) => server.alias === alias);
    if (named.length === 0) throw new NotFoundError('server', alias);
    return named;
  }

  /** @throws NotFoundError for an alias that is not among them */
  online(who: Principal, alias: string | null): FleetServer[] {
    return this.all(who, alias).filter((server) => server.health.state === 'online');
  }

  inventoryOf(server: FleetServer): Inventory | null {
    return this.fleet.inventory(server.id).current();
  }

  /** Asks it again what it has. @throws DispatchError */
  refresh(server: FleetServer): Promise<Inventory> {
    return this.fleet.inventory(server.id).refresh();
  }

  /**
   * The kind of server that a request must go to, where the lists that its caller saw came from several kinds: the one
   * that has the checkpoint. Undefined leaves it to the rules of every submit.
   */
  appTypeFor(params: JsonObject, who: Principal, alias: string | null): string | undefined {
    if (alias !== null) return undefined;
    const servers = this.all(who, null);
    const appTypes = [...new Set(servers.map((server) => server.appType))];
    const checkpoint = checkpointOf(params);
    const has = (server: FleetServer): boolean =>
      checkpoint !== null &&
      resolveModel(checkpoint, this.inventoryOf(server)?.checkpoints ?? []).found !== 'none';
    const holders = [...new Set(servers.filter(has).map((server) => server.appType))];
    if (holders.length > 0 && holders.length < appTypes.length) return holders[0];
    return who.appTypes === null ? undefined : appTypes[0];
  }
}

export function checkpointOf(params: JsonObject): string | null {
  const overrides = isJsonObject(params['override_settings']) ? params['override_settings'] : {};
  const names = [params['checkpoint_name'], params['sd_model_checkpoint'], overrides['sd_model_checkpoint']];
  const name = names.find((one) => typeof one === 'string' && one !== '');
  return typeof name === 'string' ? name : null;
}
