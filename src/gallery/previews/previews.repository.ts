import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { PreviewState } from '../image.entity.js';

export interface ImageWithoutPreviews {
  id: number;
  filename: string;
  relativePath: string;
  sha256: string;
}

@Injectable()
export class PreviewsRepository {
  constructor(private readonly database: Database) {}

  /** The newest first: people look at those. */
  wanting(limit: number): Promise<ImageWithoutPreviews[]> {
    return this.database.read((manager) =>
      manager.query<ImageWithoutPreviews[]>(
        `SELECT id, filename, relative_path AS relativePath, sha256 FROM images INDEXED BY images_want_previews
           WHERE state = 'saved' AND previews = 'wanted' ORDER BY id DESC LIMIT ?`,
        [limit],
      ),
    );
  }

  /** @returns ids of those that are still there */
  note(outcomes: { id: number; previews: PreviewState }[]): Promise<Set<number>> {
    return this.database.write(async (manager) => {
      const noted = new Set<number>();
      for (const { id, previews } of outcomes) {
        const rows = await manager.query<unknown[]>(
          `UPDATE images SET previews = ? WHERE id = ? RETURNING id`,
          [previews, id],
        );
        if (rows.length) noted.add(id);
      }
      return noted;
    });
  }
}
