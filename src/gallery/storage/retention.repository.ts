import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { StoragePolicyDto } from './storage.dto.js';

const IDS_PER_QUERY = 500;

@Injectable()
export class RetentionRepository {
  constructor(private readonly database: Database) {}

  /** Into the trash, unless somebody has said meanwhile that they are to be kept. @returns how many, and their bytes */
  async trash(
    ids: number[],
    policy: Pick<StoragePolicyDto, 'keep_favourites' | 'keep_rated'>,
    nowIso: string,
  ): Promise<{ images: number; bytes: number }> {
    const sum = { images: 0, bytes: 0 };
    const kept = [
      policy.keep_favourites ? 'AND favourite = 0' : '',
      policy.keep_rated ? 'AND rating = 0' : '',
    ].join(' ');
    for (let from = 0; from < ids.length; from += IDS_PER_QUERY) {
      const part = ids.slice(from, from + IDS_PER_QUERY);
      const rows = await this.database.write((manager) =>
        manager.query<{ bytes: number }[]>(
          `UPDATE images SET trashed_timestamp = ?
             WHERE id IN (${part.map(() => '?').join()}) AND state = 'saved' AND trashed_timestamp IS NULL ${kept} RETURNING bytes`,
          [nowIso, ...part],
        ),
      );
      sum.images += rows.length;
      sum.bytes += rows.reduce((bytes, row) => bytes + row.bytes, 0);
    }
    return sum;
  }

  /** What has been in the trash since before this time. */
  trashedBefore(iso: string): Promise<{ images: number; bytes: number }> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<[{ images: number; bytes: number }]>(
        `SELECT count(*) AS images, coalesce(sum(bytes), 0) AS bytes FROM images WHERE trashed_timestamp <= ? AND state = 'saved'`,
        [iso],
      );
      return row;
    });
  }
}
