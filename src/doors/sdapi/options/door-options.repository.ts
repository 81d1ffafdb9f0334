import { Injectable } from '@nestjs/common';
import { Clock } from '../../../common/clock.js';
import type { JsonObject } from '../../../common/json.js';
import { Database } from '../../../database/database.js';
import { readObject } from '../../../jobs/job.js';

/** Options that callers of the door have set, each for itself. */
@Injectable()
export class DoorOptionsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  of(owner: string): Promise<JsonObject> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<{ options_json: string }[]>(
        `SELECT options_json FROM door_options WHERE owner = ?`,
        [owner],
      );
      return readObject(row?.options_json ?? null) ?? {};
    });
  }

  /** `change` sees what is stored now, also when two requests change it at once. */
  change(owner: string, change: (own: JsonObject) => JsonObject): Promise<void> {
    return this.database.write(async (manager) => {
      const options = change(await this.of(owner));
      await manager.query(
        `INSERT INTO door_options (owner, options_json, updated_timestamp) VALUES (?, ?, ?)
           ON CONFLICT (owner) DO UPDATE SET options_json = excluded.options_json, updated_timestamp = excluded.updated_timestamp`,
        [owner, JSON.stringify(options), this.clock.iso()],
      );
    });
  }
}
