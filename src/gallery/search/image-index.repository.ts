// Reads the gallery's columns, and learns which images have changed since. Triggers that live as long as this connection
// note every change, whoever makes it; nothing of that is written to the disk.
import { Injectable } from '@nestjs/common';
import type { EntityManager } from 'typeorm';
import { Database } from '../../database/database.js';
import { readLoras } from '../details/describe-image.js';
import type { ColumnsRow } from './image-columns.js';

const COLUMNS = `id, state, role, api_key_id, app_type, server_alias, source_info, bulk_job_id, model, sampler, width, height,
  bytes, seed, favourite, rating, trashed_timestamp, created_timestamp, loras_json`;
const IDS_PER_QUERY = 500;

const NOTE = (row: 'NEW' | 'OLD', column: string): string =>
  `BEGIN INSERT INTO image_changes (image_id) VALUES (${row}.${column}); END`;
const FEED = [
  `CREATE TEMP TABLE IF NOT EXISTS image_changes (seq integer PRIMARY KEY AUTOINCREMENT, image_id integer NOT NULL)`,
  `CREATE TEMP TRIGGER IF NOT EXISTS image_added AFTER INSERT ON main.images ${NOTE('NEW', 'id')}`,
  `CREATE TEMP TRIGGER IF NOT EXISTS image_removed AFTER DELETE ON main.images ${NOTE('OLD', 'id')}`,
  `CREATE TEMP TRIGGER IF NOT EXISTS image_changed AFTER UPDATE OF state, role, api_key_id, app_type, server_alias, source_info,
     bulk_job_id, model, sampler, width, height, bytes, seed, favourite, rating, trashed_timestamp, created_timestamp, loras_json
     ON main.images ${NOTE('NEW', 'id')}`,
  `CREATE TEMP TRIGGER IF NOT EXISTS image_tagged AFTER INSERT ON main.image_tags ${NOTE('NEW', 'image_id')}`,
  `CREATE TEMP TRIGGER IF NOT EXISTS image_untagged AFTER DELETE ON main.image_tags ${NOTE('OLD', 'image_id')}`,
  `CREATE TEMP TRIGGER IF NOT EXISTS image_collected AFTER INSERT ON main.collection_images ${NOTE('NEW', 'image_id')}`,
  `CREATE TEMP TRIGGER IF NOT EXISTS image_uncollected AFTER DELETE ON main.collection_images ${NOTE('OLD', 'image_id')}`,
];

interface StoredRow extends Omit<ColumnsRow, 'loras' | 'tags' | 'collections'> {
  loras_json: string;
}

@Injectable()
export class ImageIndexRepository {
  constructor(private readonly database: Database) {}

  /** From now on changes are noted. @returns the number of the last one so far */
  startFeed(): Promise<number> {
    return this.database.write(async (manager) => {
      for (const statement of FEED) await manager.query(statement);
      const [row] = await manager.query<[{ seq: number }]>(
        `SELECT coalesce(max(seq), 0) AS seq FROM temp.image_changes`,
      );
      return row.seq;
    });
  }

  /** Images changed after that number, each once, and the number of the last change. */
  changesAfter(seq: number): Promise<{ ids: number[]; seq: number }> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<{ seq: number; image_id: number }[]>(
        `SELECT seq, image_id FROM temp.image_changes WHERE seq > ? ORDER BY seq`,
        [seq],
      );
      const ids = [...new Set(rows.map((row) => row.image_id))].sort((a, b) => a - b);
      return { ids, seq: rows.at(-1)?.seq ?? seq };
    });
  }

  async forgetChanges(upTo: number): Promise<void> {
    await this.database.write((manager) =>
      manager.query(`DELETE FROM temp.image_changes WHERE seq <= ?`, [upTo]),
    );
  }

  /** In order of their ids. */
  page(afterId: number, limit: number): Promise<ColumnsRow[]> {
    return this.database.read(async (manager) => {
      const rows = await manager.query<StoredRow[]>(
        `SELECT ${COLUMNS} FROM images INDEXED BY images_columns WHERE id > ? ORDER BY id LIMIT ?`,
        [afterId, limit],
      );
      const last = rows.at(-1)?.id ?? afterId;
      return withSets(manager, rows, 'image_id > ? AND image_id <= ?', [afterId, last]);
    });
  }

  /** In order of their ids; those that are gone are absent. */
  async some(ids: number[]): Promise<ColumnsRow[]> {
    const found: ColumnsRow[] = [];
    for (let from = 0; from < ids.length; from += IDS_PER_QUERY) {
      const these = ids.slice(from, from + IDS_PER_QUERY);
      const marks = these.map(() => '?').join();
      const rows = this.database.read(async (manager) => {
        const sql = `SELECT ${COLUMNS} FROM images WHERE id IN (${marks}) ORDER BY id`;
        return withSets(
          manager,
          await manager.query<StoredRow[]>(sql, these),
          `image_id IN (${marks})`,
          these,
        );
      });
      found.push(...(await rows));
    }
    return found;
  }
}

async function withSets(
  manager: EntityManager,
  rows: StoredRow[],
  condition: string,
  values: number[],
): Promise<ColumnsRow[]> {
  const tags = await manager.query<{ image_id: number; value: string }[]>(
    `SELECT image_id, tag AS value FROM image_tags WHERE ${condition}`,
    values,
  );
  const collections = await manager.query<{ image_id: number; value: number }[]>(
    `SELECT image_id, collection_id AS value FROM collection_images WHERE ${condition}`,
    values,
  );
  const tagsOf = grouped(tags);
  const collectionsOf = grouped(collections);
  return rows.map(({ loras_json, ...row }) => ({
    ...row,
    loras: loras_json === '[]' ? [] : readLoras(loras_json).map((lora) => lora.name),
    tags: tagsOf.get(row.id) ?? [],
    collections: collectionsOf.get(row.id) ?? [],
  }));
}

function grouped<T>(rows: { image_id: number; value: T }[]): Map<number, T[]> {
  const groups = new Map<number, T[]>();
  for (const { image_id, value } of rows) {
    const group = groups.get(image_id);
    if (group) group.push(value);
    else groups.set(image_id, [value]);
  }
  return groups;
}
