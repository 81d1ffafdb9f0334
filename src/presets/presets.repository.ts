import { randomUUID } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { Database } from '../database/database.js';
import type { PresetKind } from './presets.dto.js';

/** A column-for-column row of `presets`. */
export interface PresetRow {
  id: string;
  owner: string;
  kind: PresetKind;
  name: string;
  body_json: string;
  created_timestamp: string;
  updated_timestamp: string;
}

/** Every statement names the owner: somebody else's preset is none. */
@Injectable()
export class PresetsRepository {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  list(owner: string, kind: PresetKind | undefined): Promise<PresetRow[]> {
    return this.database.read((manager) =>
      manager.query<PresetRow[]>(
        `SELECT * FROM presets WHERE owner = ? AND (? IS NULL OR kind = ?) ORDER BY kind, lower(name), name`,
        [owner, kind ?? null, kind ?? null],
      ),
    );
  }

  count(owner: string): Promise<number> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<[{ presets: number }]>(
        `SELECT count(*) AS presets FROM presets WHERE owner = ?`,
        [owner],
      );
      return row.presets;
    });
  }

  /** Undefined: the name is taken. */
  insert(preset: Pick<PresetRow, 'owner' | 'kind' | 'name' | 'body_json'>): Promise<PresetRow | undefined> {
    const { owner, kind, name, body_json } = preset;
    const now = this.clock.iso();
    return this.one(
      `INSERT INTO presets (id, owner, kind, name, body_json, created_timestamp, updated_timestamp)
         VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT (owner, kind, name) DO NOTHING RETURNING *`,
      [randomUUID(), owner, kind, name, body_json, now, now],
    );
  }

  find(id: string, owner: string): Promise<PresetRow | undefined> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<PresetRow[]>(`SELECT * FROM presets WHERE id = ? AND owner = ?`, [
        id,
        owner,
      ]);
      return rows[0];
    });
  }

  /** Undefined: the name is taken, or it is gone. */
  update(preset: Pick<PresetRow, 'id' | 'owner' | 'name' | 'body_json'>): Promise<PresetRow | undefined> {
    const { id, owner, name, body_json } = preset;
    return this.one(
      `UPDATE OR IGNORE presets SET name = ?, body_json = ?, updated_timestamp = ? WHERE id = ? AND owner = ? RETURNING *`,
      [name, body_json, this.clock.iso(), id, owner],
    );
  }

  /** @returns whether it was there */
  async delete(id: string, owner: string): Promise<boolean> {
    return (
      (await this.one(`DELETE FROM presets WHERE id = ? AND owner = ? RETURNING *`, [id, owner])) !==
      undefined
    );
  }

  private one(sql: string, values: unknown[]): Promise<PresetRow | undefined> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<PresetRow[]>(sql, values);
      return rows[0];
    });
  }
}
