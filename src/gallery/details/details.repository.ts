import { Injectable } from '@nestjs/common';
import { Database } from '../../database/database.js';
import { ImageEntity } from '../image.entity.js';
import { detailColumns } from '../image-row.js';
import type { ImageDetails } from './describe-image.js';

/** A row of an earlier version. */
export interface UndescribedImage {
  id: number;
  infotext: string | null;
  paramsJson: string | null;
}

@Injectable()
export class DetailsRepository {
  constructor(private readonly database: Database) {}

  /** The newest first: people look at those. */
  undescribed(limit: number): Promise<UndescribedImage[]> {
    return this.database.read((manager) =>
      manager.query<UndescribedImage[]>(
        `SELECT id, infotext, params_json AS paramsJson FROM images INDEXED BY images_undescribed
           WHERE described = 0 ORDER BY id DESC LIMIT ?`,
        [limit],
      ),
    );
  }

  /** What their jobs still know, if they are not forgotten, is taken along. */
  describe(images: { id: number; details: ImageDetails }[]): Promise<void> {
    return this.database.write(async (manager) => {
      for (const { id, details } of images) {
        await manager.query(
          `UPDATE images SET (source_info, bulk_job_id) = (SELECT source_info, bulk_job_id FROM jobs WHERE mobilesd_job_id = images.job_id)
             WHERE id = ? AND described = 0 AND EXISTS (SELECT 1 FROM jobs WHERE mobilesd_job_id = images.job_id)`,
          [id],
        );
        await manager.update(ImageEntity, { id, described: false }, detailColumns(details));
      }
    });
  }
}
