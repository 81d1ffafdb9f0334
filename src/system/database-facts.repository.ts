import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';

@Injectable()
export class DatabaseFactsRepository {
  constructor(private readonly database: Database) {}

  /** Bytes inside the file that nothing uses. */
  freeBytes(): Promise<number> {
    return this.database.read(async (manager) => {
      const [row] = await manager.query<[{ bytes: number }]>(
        `SELECT freelist_count * page_size AS bytes FROM pragma_freelist_count, pragma_page_size`,
      );
      return row.bytes;
    });
  }
}
