// Finds what a crash left behind. It deletes only what it can name as an unfinished write; a file that merely has no
// row is set aside, a row that merely has no file is told of.
import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import type { ImageEntity } from './image.entity.js';
import { ImageFiles } from './image-files.js';
import { dayOf } from './image-name.js';
import type { ListedImage } from './image-row.js';
import { ImagesRepository } from './images.repository.js';

/** Is this job still waiting or running, so that its reserved images may yet be confirmed? */
export type IsActive = (jobId: string) => boolean | Promise<boolean>;

export interface JanitorReport {
  /** Unfinished files older than five minutes, deleted. */
  temporaryFilesRemoved: number;
  /** Reserved images of jobs that have ended, deleted. */
  unsavedDiscarded: number;
  /** Images in the gallery whose file is gone. */
  filesMissing: number;
  /** Files without a row, moved to `.orphaned`. */
  orphansSetAside: number;
}

/** A file is written within seconds; what is older belongs to a process that died. */
const TEMPORARY_AGE_MS = 5 * 60 * 1000;
const RECENT_DAYS = 2;
const ROWS_PER_PAGE = 1000;
const NAMES_IN_A_LOG_LINE = 20;

@Injectable()
export class ImageJanitor {
  private readonly logger = new Logger('Gallery');

  constructor(
    private readonly repository: ImagesRepository,
    private readonly files: ImageFiles,
    private readonly clock: Clock,
  ) {}

  async tidy(isActive: IsActive, full: boolean): Promise<JanitorReport> {
    const unsaved = await this.repository.unsaved();
    const days = await this.daysToLookAt(unsaved, full);
    const report: JanitorReport = {
      unsavedDiscarded: await this.discardEnded(unsaved, isActive),
      temporaryFilesRemoved: 0,
      orphansSetAside: 0,
      filesMissing: 0,
    };
    for (const day of days) {
      report.temporaryFilesRemoved += await this.removeOldTemporary(day);
      report.orphansSetAside += await this.setOrphansAside(day);
    }
    report.filesMissing = await this.countMissing(full ? Infinity : RECENT_DAYS);
    if (Object.values(report).some((count) => count > 0)) this.logger.log('Images tidied up', report);
    return report;
  }

  /** The most recent days first. */
  private async daysToLookAt(unsaved: ImageEntity[], full: boolean): Promise<string[]> {
    const folders = await this.files.dayFolders();
    if (full) return folders;
    const ofUnsaved = unsaved.map((row) => row.relativePath.split('/', 1)[0] ?? '');
    return [...new Set([...folders.slice(0, RECENT_DAYS), ...ofUnsaved])];
  }

  private async discardEnded(unsaved: ImageEntity[], isActive: IsActive): Promise<number> {
    const lastAttempts = new Map<string, number>();
    for (const { jobId, attempt } of unsaved)
      lastAttempts.set(jobId, Math.max(attempt, lastAttempts.get(jobId) ?? 0));
    let discarded = 0;
    for (const [jobId, attempt] of lastAttempts) {
      if (await isActive(jobId)) continue;
      // A retry that begins meanwhile takes the rows over under a later number and so keeps them.
      const paths = await this.repository.deleteUnsaved(jobId, attempt);
      await this.repository.forUnclaimed(paths, (path) => this.files.removeNow(path));
      discarded += paths.length;
    }
    return discarded;
  }

  private async removeOldTemporary(day: string): Promise<number> {
    let removed = 0;
    for (const path of (await this.files.list(day)).temporary) {
      const changedAt = await this.files.changedAt(path);
      const isOld = changedAt !== undefined && changedAt < this.clock.now() - TEMPORARY_AGE_MS;
      if (isOld && this.files.removeNow(path)) removed += 1;
    }
    return removed;
  }

  private async setOrphansAside(day: string): Promise<number> {
    const { images } = await this.files.list(day);
    const known = await this.repository.pathsOf(images.map((path) => path.slice(day.length + 1)));
    const orphans = images.filter((path) => !known.has(path));
    if (!orphans.length) return 0;
    await this.files.makeOrphansFolder();
    let moved = 0;
    await this.repository.forUnclaimed(orphans, (path) => {
      if (this.files.setAsideNow(path)) moved += 1;
    });
    this.logger.warn('Files without an entry in the gallery were moved to .orphaned', {
      files: shorten(orphans),
    });
    return moved;
  }

  /** Rows are nearly in order of their days, so the walk from the newest can end when it has seen enough of them. */
  private async countMissing(daysToSee: number): Promise<number> {
    const present = new Map<string, Set<string>>();
    const missing: string[] = [];
    let page: ListedImage[];
    let beforeId: number | undefined;
    do {
      page = await this.repository.pageOfSaved(ROWS_PER_PAGE, beforeId);
      beforeId = page.at(-1)?.id;
      for (const { relativePath } of page) {
        if (!(await this.isPresent(relativePath, present))) missing.push(relativePath);
        if (present.size > daysToSee) break;
      }
    } while (page.length === ROWS_PER_PAGE && present.size <= daysToSee);
    if (missing.length)
      this.logger.warn('Images of the gallery have lost their files', {
        files: shorten(missing),
        count: missing.length,
      });
    return missing.length;
  }

  private async isPresent(relativePath: string, listings: Map<string, Set<string>>): Promise<boolean> {
    const day = dayOf(relativePath);
    let listing = listings.get(day);
    if (!listing) listings.set(day, (listing = new Set((await this.files.list(day)).images)));
    // Saved after its folder was listed, or under a name from elsewhere: look again before calling it lost.
    return listing.has(relativePath) || this.files.exists(relativePath);
  }
}

function shorten(paths: string[]): string[] {
  return paths.slice(0, NAMES_IN_A_LOG_LINE);
}
