// Saves the results of an attempt so that they are on disk exactly once, whatever crashes or wakes up in between.
// It owns the order of the steps; `images.repository.ts` has the rows, `image-files.ts` the files, `image-janitor.ts`
// tidies up what a crash left behind.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import type { OutputFile } from '../dispatch/contract/index.js';
import { NotMineError } from './gallery.errors.js';
import type { ImageEntity } from './image.entity.js';
import { ImageFiles } from './image-files.js';
import { ImageJanitor, type IsActive, type JanitorReport } from './image-janitor.js';
import { dayOf, possibleNames } from './image-name.js';
import { makeRecords, toSavedImage, type ImageRecord, type JobRef, type SavedImage } from './image-record.js';
import { ImagesRepository, type Reservation } from './images.repository.js';

/** Does this attempt still hold its job? Called outside of database writes. */
export type StillMine = () => Promise<boolean>;

@Injectable()
export class ImageStore {
  private readonly underWay = new Set<string>();

  constructor(
    private readonly repository: ImagesRepository,
    private readonly files: ImageFiles,
    private readonly janitor: ImageJanitor,
    private readonly clock: Clock,
  ) {}

  /**
   * Validates the images, reserves a row and a name for each, writes the bytes as they are. They are shown to nobody
   * before `confirm`. May be called again for the same job by this or a later attempt: rows and names are reused.
   * @throws BadImageError nothing was stored
   * @throws NotMineError this attempt has lost the job: stop
   * @throws StorageError the disk refused; rows stay reserved for the retry
   */
  async store(job: JobRef, images: OutputFile[], stillMine: StillMine): Promise<SavedImage[]> {
    const records = await makeRecords(job, images);
    if (!(await stillMine())) throw new NotMineError(job.jobId, job.attempt);
    const { rows, droppedPaths } = await this.reserve(job, records);
    for (const [at, row] of rows.entries()) {
      const consent = (replace: () => void) => this.replaceOwn(job, row, stillMine, replace);
      await this.files.place(row.relativePath, records[at]!.content, job.attempt, consent);
    }
    await this.files.sync(rows.map((row) => row.relativePath));
    await this.removeUnclaimed(droppedPaths);
    return rows.map(toSavedImage);
  }

  /**
   * Saves images that no job waits for (imported ones) and shows them. The janitor knows that they are under way.
   * @throws BadImageError, StorageError nothing is stored
   */
  async add(job: JobRef, images: OutputFile[]): Promise<void> {
    this.underWay.add(job.jobId);
    try {
      await this.store(job, images, async () => true);
      await this.repository.confirm(job.jobId, job.attempt);
    } catch (error) {
      await this.discardUnsaved(job.jobId);
      throw error;
    } finally {
      this.underWay.delete(job.jobId);
    }
  }

  /** Is a picture of these bytes in the gallery, or in its trash? */
  has(sha256: string): Promise<boolean> {
    return this.repository.hasSaved(sha256);
  }

  /**
   * Images that the attempt before wrote completely before its process died: theirs now, to be confirmed. Null when
   * there are none, or not all of them are whole.
   */
  async adopt(jobId: string, from: number, attempt: number): Promise<SavedImage[] | null> {
    const rows = await this.repository.reservedBy(jobId, from);
    for (const row of rows) if ((await this.files.hashOf(row.relativePath)) !== row.sha256) return null;
    await this.files.sync(rows.map((row) => row.relativePath));
    const passedOn = rows.length ? await this.repository.passOn(jobId, from, attempt) : 0;
    return rows.length > 0 && passedOn === rows.length ? rows.map(toSavedImage) : null;
  }

  /**
   * Belongs into the `Database.write` that completes the job: from its commit on the images are in the gallery.
   * @returns how many; fewer than were stored means that another attempt has taken them, so let the unit fail
   */
  confirm(jobId: string, attempt: number): Promise<number> {
    return this.repository.confirm(jobId, attempt);
  }

  /**
   * For a job that has failed or was cancelled, after that is committed: rows and files of unconfirmed images go.
   * With `upToAttempt` those of a later attempt (somebody retried the job meanwhile) stay.
   */
  async discardUnsaved(jobId: string, upToAttempt?: number): Promise<void> {
    await this.removeUnclaimed(await this.repository.deleteUnsaved(jobId, upToAttempt));
  }

  /**
   * Brings folder and table together after a crash. A start looks at the last days and at unfinished jobs only;
   * `full` looks at every row and every file.
   */
  reconcile(isActive: IsActive, options: { full?: boolean } = {}): Promise<JanitorReport> {
    const isAwaited = (jobId: string) => this.underWay.has(jobId) || isActive(jobId);
    return this.janitor.tidy(isAwaited, options.full ?? false);
  }

  private async reserve(job: JobRef, records: ImageRecord[]): Promise<Reservation> {
    const nowIso = job.createdAt ?? this.clock.iso();
    const wanted = records.flatMap((record) =>
      possibleNames(job.jobId, record.idx, record.extension).map((name) => `${dayOf(nowIso)}/${name}`),
    );
    const present = await Promise.all(wanted.map((path) => this.files.exists(path)));
    const takenOnDisk = new Set(wanted.filter((_, at) => present[at]));
    return this.repository.reserve(job, records, takenOnDisk, nowIso);
  }

  /**
   * A file under the name of our own row was left by an earlier try, or written since by a newer attempt. Asking
   * first and replacing later would leave a moment in which a frozen attempt wakes up and destroys the newer file;
   * inside a write, which no other attempt's reservation or completion can overlap, there is none.
   */
  private async replaceOwn(
    job: JobRef,
    row: ImageEntity,
    stillMine: StillMine,
    replace: () => void,
  ): Promise<void> {
    const held = (await stillMine()) && (await this.repository.whileHeld(row.id, job.attempt, replace));
    if (!held) throw new NotMineError(job.jobId, job.attempt);
  }

  private async removeUnclaimed(relativePaths: string[]): Promise<void> {
    if (relativePaths.length)
      await this.repository.forUnclaimed(relativePaths, (path) => this.files.removeNow(path));
  }
}
