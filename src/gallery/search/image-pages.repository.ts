// Rows of images as the gallery shows them, by id.
import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import type { ImageEntity } from '../image.entity.js';
import type { ListedImage } from '../image-row.js';

export type GalleryRow = ListedImage &
  Pick<
    ImageEntity,
    'favourite' | 'rating' | 'trashedAt' | 'prompt' | 'model' | 'sourceInfo' | 'bulkJobId' | 'originalName'
  > & { isImported: boolean; hasInfotext: boolean; tags: string[] };

type StoredRow = Omit<GalleryRow, 'favourite' | 'isImported' | 'hasInfotext' | 'tags'> &
  Record<'favourite' | 'isImported' | 'hasInfotext', 0 | 1> & { tags: string };

/** Prompts may be long; a list shows their beginning. */
const COLUMNS = `id, job_id AS jobId, idx, role, filename, relative_path AS relativePath, media_type AS mediaType, width, height,
  bytes, sha256, seed, server_alias AS serverAlias, app_type AS appType, created_timestamp AS createdAt, api_key_id AS apiKeyId,
  favourite, rating, trashed_timestamp AS trashedAt, substr(prompt, 1, 300) AS prompt, model, source_info AS sourceInfo,
  bulk_job_id AS bulkJobId, original_name AS originalName, infotext IS NOT NULL AS hasInfotext,
  source_info IS 'import' AND server_alias IS NULL AS isImported,
  (SELECT json_group_array(tag) FROM image_tags WHERE image_id = images.id) AS tags`;

@Injectable()
export class ImagePages {
  constructor(private readonly database: Database) {}

  /** In the order of `ids`; those that are gone are absent. */
  async rows(ids: number[]): Promise<GalleryRow[]> {
    const stored = await this.database.read((manager) =>
      manager.query<StoredRow[]>(
        `SELECT ${COLUMNS} FROM images WHERE id IN (${ids.map(() => '?').join()}) AND state = 'saved'`,
        ids,
      ),
    );
    const byId = new Map(stored.map((row) => [row.id, toRow(row)]));
    return ids.flatMap((id) => byId.get(id) ?? []);
  }

  /** Ascending. */
  idsOfJob(jobId: string): Promise<number[]> {
    return this.database.read(async (manager) => {
      const sql = `SELECT id FROM images WHERE job_id = ? AND state = 'saved' ORDER BY id`;
      const rows = await manager.query<{ id: number }[]>(sql, [jobId]);
      return rows.map((row) => row.id);
    });
  }

  tagsOf(id: number): Promise<string[]> {
    return this.database.read(async (manager) => {
      const sql = `SELECT tag FROM image_tags WHERE image_id = ? ORDER BY tag`;
      const rows = await manager.query<{ tag: string }[]>(sql, [id]);
      return rows.map((row) => row.tag);
    });
  }

  /** What became of the job of an image; undefined when it is forgotten. */
  jobOf(
    jobId: string,
  ): Promise<{ status: string; bulkJobId: string | null; apiKeyId: number | null } | undefined> {
    return this.database.read(async (manager) => {
      const sql = `SELECT status, bulk_job_id AS bulkJobId, api_key_id AS apiKeyId FROM jobs WHERE mobilesd_job_id = ?`;
      const rows = await manager.query<
        { status: string; bulkJobId: string | null; apiKeyId: number | null }[]
      >(sql, [jobId]);
      return rows[0];
    });
  }
}

function toRow(row: StoredRow): GalleryRow {
  return {
    ...row,
    favourite: row.favourite === 1,
    isImported: row.isImported === 1,
    hasInfotext: row.hasInfotext === 1,
    tags: JSON.parse(row.tags) as string[],
  };
}
