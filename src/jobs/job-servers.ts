// Which servers take a job now, for those who foretell: of its kind, its target and its key's own. What the claim
// itself goes by is in `claim-next.repository.ts`.
import { Injectable } from '@nestjs/common';
import { KeyRing } from '../api-keys/key-ring.js';
import { ServerFleet, type FleetServer } from '../servers/server-fleet.js';

export interface Wanted {
  appType: string;
  /** Null: any server. */
  alias: string | null;
  /** Whose job it is; null: the console's. */
  keyId: number | null;
}

@Injectable()
export class JobServers {
  constructor(
    private readonly fleet: ServerFleet,
    private readonly keys: KeyRing,
  ) {}

  /** All that take jobs now. */
  dispatchable(): FleetServer[] {
    return this.fleet.dispatchable();
  }

  for({ appType, alias, keyId }: Wanted): FleetServer[] {
    const ofKey = keyId === null ? null : (this.keys.byId(keyId)?.servers ?? null);
    return this.fleet
      .dispatchable()
      .filter((server) => server.appType === appType && (alias ?? server.alias) === server.alias)
      .filter((server) => ofKey?.includes(server.alias) ?? true);
  }
}
