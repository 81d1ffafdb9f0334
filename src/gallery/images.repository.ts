// Rows of `images`. A row is reserved (`saving`) before its file is written and becomes `saved` in the unit that
// completes its job, so a file always has a row and a zombie can be told by the row's attempt.
import { Injectable } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';
import {
  In,
  LessThanOrEqual,
  type EntityManager,
  type FindOptionsWhere,
  type SelectQueryBuilder,
} from 'typeorm';
import { Database } from '../database/database.js';
import { NotMineError } from './gallery.errors.js';
import { ImageEntity } from './image.entity.js';
import { dayOf, possibleNames } from './image-name.js';
import type { ImageRecord, JobRef } from './image-record.js';
import type { RemovableImage } from './image-removal.js';
import { columnsOf, keepsName, LISTED, type ListedImage } from './image-row.js';

export interface Reservation {
  /** One per record, in order of idx. */
  rows: ImageEntity[];
  /** Files of rows that this job no longer has. */
  droppedPaths: string[];
}

export type ImageFile = Pick<
  ImageEntity,
  'id' | 'filename' | 'apiKeyId' | 'relativePath' | 'bytes' | 'mediaType' | 'createdAt'
>;

const LISTED_COLUMNS = LISTED.map((column) => `image.${column}`);
const IDS_PER_QUERY = 500;

@Injectable()
export class ImagesRepository {
  private readonly saved = new Subject<void>();
  /** Images have come into the gallery; after the commit. */
  readonly saved$: Observable<void> = this.saved.asObservable();

  constructor(private readonly database: Database) {}

  /**
   * One row per record, each with a name that no other row has. Rows of an earlier attempt are taken over with
   * their names; those that are not needed any more are dropped.
   * @param takenOnDisk relative paths of today that exist already and so belong to somebody else
   * @throws NotMineError if a newer attempt has the rows or the job's images are saved
   */
  reserve(
    job: JobRef,
    records: ImageRecord[],
    takenOnDisk: Set<string>,
    nowIso: string,
  ): Promise<Reservation> {
    return this.database.write(async (manager) => {
      const existing = await manager.findBy(ImageEntity, { jobId: job.jobId });
      if (existing.some((row) => row.state === 'saved' || row.attempt > job.attempt)) {
        throw new NotMineError(job.jobId, job.attempt);
      }
      const kept = existing.filter((row) => records.some((record) => keepsName(row, record)));
      const dropped = existing.filter((row) => !kept.includes(row));
      if (dropped.length) await manager.delete(ImageEntity, { id: In(dropped.map((row) => row.id)) });
      for (const record of records) {
        const row = kept.find(({ idx }) => idx === record.idx);
        const values = columnsOf(job, record);
        if (row) await manager.update(ImageEntity, { id: row.id }, values);
        else
          await manager.insert(ImageEntity, {
            ...values,
            ...(await freeName(manager, job, record, takenOnDisk, nowIso)),
          });
      }
      const rows = await manager.find(ImageEntity, { where: { jobId: job.jobId }, order: { idx: 'ASC' } });
      return { rows, droppedPaths: dropped.map((row) => row.relativePath) };
    });
  }

  /** The rows that an attempt has reserved and nobody has confirmed, in order of idx. */
  reservedBy(jobId: string, attempt: number): Promise<ImageEntity[]> {
    return this.database.read((manager) =>
      manager.find(ImageEntity, { where: { jobId, attempt, state: 'saving' }, order: { idx: 'ASC' } }),
    );
  }

  /** Hands an attempt's reserved rows on to the one that took its job over. Returns how many. */
  passOn(jobId: string, from: number, to: number): Promise<number> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<unknown[]>(
        `UPDATE images SET attempt = ? WHERE job_id = ? AND attempt = ? AND state = 'saving' RETURNING id`,
        [to, jobId, from],
      );
      return rows.length;
    });
  }

  /** Runs `action` (which must not wait) while this attempt certainly holds the row; false if it does not any more. */
  whileHeld(id: number, attempt: number, action: () => void): Promise<boolean> {
    return this.database.write(async (manager) => {
      // An update, because it also keeps other processes from confirming a newer attempt until this unit ends.
      const held = await manager.query<unknown[]>(
        `UPDATE images SET attempt = attempt WHERE id = ? AND attempt = ? AND state = 'saving' RETURNING id`,
        [id, attempt],
      );
      if (held.length) action();
      return held.length > 0;
    });
  }

  /** Runs `action` (which must not wait) for each path that no row names, and while none can. */
  forUnclaimed(relativePaths: string[], action: (relativePath: string) => void): Promise<void> {
    return this.database.write(async (manager) => {
      for (const relativePath of relativePaths) {
        const filename = relativePath.slice(relativePath.lastIndexOf('/') + 1);
        if (!(await manager.existsBy(ImageEntity, { filename, relativePath }))) action(relativePath);
      }
    });
  }

  /** How many rows of this attempt are saved now. Joins a surrounding write. */
  confirm(jobId: string, attempt: number): Promise<number> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<unknown[]>(
        `UPDATE images SET state = 'saved' WHERE job_id = ? AND attempt = ? AND state = 'saving' RETURNING id`,
        [jobId, attempt],
      );
      this.database.afterCommit(() => this.saved.next());
      return rows.length;
    });
  }

  /** @returns relative paths of the rows that are gone; rows of attempts after `upToAttempt` stay */
  deleteUnsaved(jobId: string, upToAttempt = Number.MAX_SAFE_INTEGER): Promise<string[]> {
    return this.database.write(async (manager) => {
      const rows = await manager.query<{ path: string }[]>(
        `DELETE FROM images WHERE job_id = ? AND state = 'saving' AND attempt <= ? RETURNING relative_path AS path`,
        [jobId, upToAttempt],
      );
      return rows.map((row) => row.path);
    });
  }

  findSaved(filename: string): Promise<ImageEntity | null> {
    return this.database.read((manager) => manager.findOneBy(ImageEntity, { filename, state: 'saved' }));
  }

  hasSaved(sha256: string): Promise<boolean> {
    return this.database.read((manager) => manager.existsBy(ImageEntity, { sha256, state: 'saved' }));
  }

  /** The saved images of these names, with what is needed to send their files. */
  async filesOf(filenames: string[]): Promise<ImageFile[]> {
    const found: ImageFile[] = [];
    for (let from = 0; from < filenames.length; from += IDS_PER_QUERY) {
      const where = { filename: In(filenames.slice(from, from + IDS_PER_QUERY)), state: 'saved' as const };
      const select = { id: true, filename: true, apiKeyId: true, relativePath: true } as const;
      const more = { bytes: true, mediaType: true, createdAt: true } as const;
      found.push(
        ...(await this.database.read((manager) =>
          manager.find(ImageEntity, { where, select: { ...select, ...more } }),
        )),
      );
    }
    return found;
  }

  /** With what is needed to take their files away. */
  removable(ids: number[]): Promise<RemovableImage[]> {
    return this.removableWhere({ id: In(ids) }, ids.length);
  }

  /** Images that have been in the trash since before this time, the first to go in first. */
  trashedBefore(iso: string, limit: number): Promise<RemovableImage[]> {
    return this.removableWhere({ trashedAt: LessThanOrEqual(iso) }, limit);
  }

  /** Newest first, without the long texts; `beforeId` is the last id of the page before. */
  pageOfSaved(limit: number, beforeId?: number): Promise<ListedImage[]> {
    return this.database.read((manager) => {
      const query = saved(manager).select(LISTED_COLUMNS);
      if (beforeId !== undefined) query.andWhere('image.id < :beforeId', { beforeId });
      return query.orderBy('image.id', 'DESC').limit(limit).getMany();
    });
  }

  /** In order of job and idx. */
  async savedOf(jobIds: string[]): Promise<ListedImage[]> {
    const rows: ListedImage[] = [];
    for (let from = 0; from < jobIds.length; from += IDS_PER_QUERY) {
      const where = { jobId: In(jobIds.slice(from, from + IDS_PER_QUERY)) };
      const ofThese = (manager: EntityManager) =>
        saved(manager)
          .andWhere(where)
          .select(LISTED_COLUMNS)
          .orderBy('image.jobId')
          .addOrderBy('image.idx')
          .getMany();
      rows.push(...(await this.database.read(ofThese)));
    }
    return rows;
  }

  private removableWhere(where: FindOptionsWhere<ImageEntity>, limit: number): Promise<RemovableImage[]> {
    const select = {
      ...{ id: true, filename: true, apiKeyId: true, relativePath: true },
      ...{ sha256: true, bytes: true },
    } as const;
    const order = { trashedAt: 'ASC', id: 'ASC' } as const;
    return this.database.read((manager) =>
      manager.find(ImageEntity, { where: { ...where, state: 'saved' }, select, order, take: limit }),
    );
  }

  unsaved(): Promise<ImageEntity[]> {
    return this.database.read((manager) =>
      manager.createQueryBuilder(ImageEntity, 'image').where(`image.state = 'saving'`).getMany(),
    );
  }

  /** Which of these file names a row (of any state) has, as relative paths. */
  async pathsOf(filenames: string[]): Promise<Set<string>> {
    const paths = new Set<string>();
    for (let from = 0; from < filenames.length; from += IDS_PER_QUERY) {
      const where = { filename: In(filenames.slice(from, from + IDS_PER_QUERY)) };
      const rows = await this.database.read((manager) =>
        manager.find(ImageEntity, { where, select: { id: true, relativePath: true } }),
      );
      for (const row of rows) paths.add(row.relativePath);
    }
    return paths;
  }
}

async function freeName(
  manager: EntityManager,
  job: JobRef,
  record: ImageRecord,
  takenOnDisk: Set<string>,
  nowIso: string,
) {
  for (const filename of possibleNames(job.jobId, record.idx, record.extension)) {
    const relativePath = `${dayOf(nowIso)}/${filename}`;
    if (takenOnDisk.has(relativePath) || (await manager.existsBy(ImageEntity, { filename }))) continue;
    return { filename, relativePath, createdAt: nowIso };
  }
  throw new Error(
    `Every file name for image ${record.idx + 1} of job ${job.jobId} is taken in the images folder`,
  );
}

/** The state is written out, not bound: only so can SQLite use an index that holds nothing but saved rows. */
function saved(manager: EntityManager): SelectQueryBuilder<ImageEntity> {
  return manager.createQueryBuilder(ImageEntity, 'image').where(`image.state = 'saved'`);
}
