// Rows of `servers` and `server_inventories`. Seals secrets on the way in and opens them on the way out.
// Which changes are allowed is decided in `server-form.ts`, who is told in `servers.service.ts`.
import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { NotFoundError } from '../common/errors.js';
import { Database } from '../database/database.js';
import type { Inventory } from '../dispatch/contract/index.js';
import { SecretBox } from '../secrets/secret-box.js';
import { renameEverywhere } from './rename-server.repository.js';
import { toColumns, toServer, type ServerRow } from './server-row.js';
import type { Server, ServerChanges, ServerFields } from './server.js';
import { readStoredInventory, type StoredInventory } from './stored-inventory.js';

@Injectable()
export class ServersRepository {
  constructor(
    private readonly database: Database,
    private readonly box: SecretBox,
    private readonly clock: Clock,
  ) {}

  /** By name. */
  all(): Promise<Server[]> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<ServerRow[]>(`SELECT * FROM servers ORDER BY lower(alias), alias`);
      return rows.map((row) => toServer(row, this.box));
    });
  }

  /** @throws NotFoundError */
  byAlias(alias: string): Promise<Server> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<ServerRow[]>(`SELECT * FROM servers WHERE alias = ?`, [alias]);
      if (!row) throw new NotFoundError('server', alias);
      return toServer(row, this.box);
    });
  }

  /** The server that has this name, upper and lower case being the same; undefined when it is free. */
  aliasLike(alias: string): Promise<{ id: string; alias: string } | undefined> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<{ id: string; alias: string }[]>(`SELECT id, alias FROM servers`);
      // SQLite's lower() knows ASCII only.
      return rows.find((row) => row.alias.toLowerCase() === alias.toLowerCase());
    });
  }

  insert(fields: ServerFields): Promise<Server> {
    return this.database.write(async (manager) => {
      const id = randomUUID();
      const now = this.clock.iso();
      const columns = {
        id,
        created_timestamp: now,
        updated_timestamp: now,
        ...toColumns(fields, id, this.box),
      };
      const names = Object.keys(columns);
      const [row] = await manager.query<[ServerRow]>(
        `INSERT INTO servers (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) RETURNING *`,
        Object.values(columns),
      );
      return toServer(row, this.box);
    });
  }

  /** Jobs, bulks and keys with the old name follow to the new one; what another server had is forgotten. */
  update(before: Server, changes: ServerChanges): Promise<Server> {
    return this.database.write(async (manager) => {
      const columns = { updated_timestamp: this.clock.iso(), ...toColumns(changes, before.id, this.box) };
      const assignments = Object.keys(columns)
        .map((name) => `${name} = ?`)
        .join(', ');
      const values = [...Object.values(columns), before.id];
      await manager.query(`UPDATE servers SET ${assignments} WHERE id = ?`, values);
      const [row] = await manager.query<[ServerRow]>(`SELECT * FROM servers WHERE id = ?`, [before.id]);
      if (row.alias !== before.alias) await renameEverywhere(manager, before.alias, row.alias);
      if (row.base_url !== before.baseUrl || row.app_type !== before.appType) {
        await manager.query(`DELETE FROM server_inventories WHERE server_id = ?`, [before.id]);
      }
      return toServer(row, this.box);
    });
  }

  async remove(id: string): Promise<void> {
    await this.database.write((manager) => manager.query(`DELETE FROM servers WHERE id = ?`, [id]));
  }

  /** Running jobs by server id; servers without any are not in it. */
  runningJobs(): Promise<Map<string, number>> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<{ server_id: string; jobs: number }[]>(
        `SELECT server_id, count(*) AS jobs FROM jobs WHERE status = 'processing' AND server_id IS NOT NULL GROUP BY server_id`,
      );
      return new Map(rows.map((row) => [row.server_id, row.jobs]));
    });
  }

  /** How many jobs wait for this server and no other. */
  waitingFor(alias: string): Promise<number> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<[{ jobs: number }]>(
        `SELECT count(*) AS jobs FROM jobs WHERE target_server_alias = ? AND status = 'pending'`,
        [alias],
      );
      return row.jobs;
    });
  }

  inventories(): Promise<StoredInventory[]> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<
        {
          server_id: string;
          inventory_json: string;
          refreshed_timestamp: string;
        }[]
      >(`SELECT * FROM server_inventories`);
      return rows.flatMap((row) => {
        const inventory = readStoredInventory(row.inventory_json);
        return inventory
          ? [{ serverId: row.server_id, inventory, refreshedAt: row.refreshed_timestamp }]
          : [];
      });
    });
  }

  /** Does nothing when the server was removed meanwhile. */
  async storeInventory(serverId: string, inventory: Inventory, refreshedAt: string): Promise<void> {
    const json = JSON.stringify(inventory);
    await this.database.write((manager) =>
      manager.query(
        `INSERT INTO server_inventories (server_id, inventory_json, refreshed_timestamp)
         SELECT id, ?, ? FROM servers WHERE id = ?
         ON CONFLICT (server_id) DO UPDATE SET inventory_json = excluded.inventory_json, refreshed_timestamp = excluded.refreshed_timestamp`,
        [json, refreshedAt, serverId],
      ),
    );
  }
}
