// Rows of `api_keys`. What may be set is decided in `api-key-form.ts`, who is told in `api-keys.service.ts`.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import { columnsOf, toApiKey, type ApiKey, type ApiKeyFields, type ApiKeyRow } from './api-key.js';

/** Columns that only this application sets. */
export interface ApiKeySecrets {
  key: string;
  secret_hash: string;
  secret_hint: string;
  previous_secret_hash: string | null;
  previous_valid_until: string | null;
  path_token_hash: string | null;
  path_token_created: string | null;
  source: ApiKey['source'];
}

@Injectable()
export class ApiKeysRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** The oldest first. */
  all(): Promise<ApiKey[]> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<ApiKeyRow[]>(`SELECT * FROM api_keys ORDER BY id`);
      return rows.map(toApiKey);
    });
  }

  find(id: number): Promise<ApiKey | undefined> {
    return this.one(`id = ?`, id);
  }

  ofEnvironment(): Promise<ApiKey | undefined> {
    return this.one(`source = ?`, 'environment');
  }

  insert(
    fields: ApiKeyFields,
    secrets: Pick<ApiKeySecrets, 'key' | 'secret_hash' | 'secret_hint' | 'source'>,
  ): Promise<ApiKey> {
    return this.database.write(async (manager) => {
      const now = this.clock.iso();
      const columns = { ...columnsOf(fields), ...secrets, created_timestamp: now, updated_timestamp: now };
      const names = Object.keys(columns);
      const [row] = await manager.query<[ApiKeyRow]>(
        `INSERT INTO api_keys (${names.join(', ')}) VALUES (${names.map(() => '?').join(', ')}) RETURNING *`,
        Object.values(columns),
      );
      return toApiKey(row);
    });
  }

  /** Undefined: there is none. */
  update(
    id: number,
    fields: Partial<ApiKeyFields>,
    secrets: Partial<ApiKeySecrets> = {},
  ): Promise<ApiKey | undefined> {
    return this.database.write(async (manager) => {
      const columns = { ...columnsOf(fields), ...secrets, updated_timestamp: this.clock.iso() };
      const assignments = Object.keys(columns).map((name) => `${name} = ?`);
      await manager.query(`UPDATE api_keys SET ${assignments.join(', ')} WHERE id = ?`, [
        ...Object.values(columns),
        id,
      ]);
      return this.find(id);
    });
  }

  /** Its usage and its lines in the access log stay, and its jobs keep its number. */
  async remove(id: number): Promise<void> {
    await this.database.write((manager) => manager.query(`DELETE FROM api_keys WHERE id = ?`, [id]));
  }

  private one(condition: string, value: unknown): Promise<ApiKey | undefined> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<ApiKeyRow[]>(`SELECT * FROM api_keys WHERE ${condition}`, [value]);
      return row && toApiKey(row);
    });
  }
}
