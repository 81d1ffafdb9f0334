import { Injectable } from '@nestjs/common';
import { Database } from './database.js';

/** Small settings that change while running and survive a restart (is the queue paused?), as JSON by name. */
@Injectable()
export class SettingsStore {
  constructor(private readonly database: Database) {}

  async get<T>(name: string): Promise<T | undefined> {
    const rows = await this.database.read((manager) =>
      manager.query<{ value_json: string }[]>(`SELECT value_json FROM app_settings WHERE name = ?`, [name]),
    );
    return rows[0] && (JSON.parse(rows[0].value_json) as T);
  }

  /** Joins a surrounding write. */
  async set(name: string, value: unknown): Promise<void> {
    await this.database.write((manager) =>
      manager.query(
        `INSERT INTO app_settings (name, value_json) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value_json = excluded.value_json`,
        [name, JSON.stringify(value)],
      ),
    );
  }
}
