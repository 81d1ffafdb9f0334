// Takes pictures that already lie in a folder into the gallery, one after the other, as if each were the result of a job
// of its own: reserved, written, confirmed by `image-store.ts`, so that a crash leaves nothing half done. Pictures that
// the gallery has are known by their hash, so an import can be started again at any time.
import { unlink } from 'node:fs/promises';
import { basename } from 'node:path';
import {
  Inject,
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnModuleDestroy,
} from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { ConflictError, errorText, NotFoundError } from '../../common/errors.js';
import { newJobId } from '../../common/ids.js';
import { SETTINGS, type Settings } from '../../config/settings.js';
import { SettingsStore } from '../../database/settings-store.js';
import { IMPORT_SOURCE } from '../gallery-mapping.js';
import { BadImageError, StorageError } from '../gallery.errors.js';
import { ImageStore } from '../image-store.js';
import { readImportFolder, realPaths } from './import-folder.js';
import { NO_IMPORT, type ImportDto, type StartImportDto } from './imports.dto.js';
import { readPicture } from './read-picture.js';
import { findPictures } from './walk-folder.js';

const SETTING = 'gallery.import';
const FAILURES_TOLD = 50;

@Injectable()
export class ImageImporter implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('Import');
  private current: ImportDto = NO_IMPORT;
  private stopping = new AbortController();
  private underWay: Promise<void> = Promise.resolve();

  constructor(
    @Inject(SETTINGS) private readonly settings: Pick<Settings, 'dataDir' | 'imagesDir'>,
    private readonly store: ImageStore,
    private readonly stored: SettingsStore,
    private readonly clock: Clock,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    const last = await this.stored.get<ImportDto>(SETTING);
    if (!last) return;
    this.current = last;
    if (last.state === 'running')
      await this.end(
        'failed',
        'StableQueue was stopped while it ran. Start it again: what is imported is skipped.',
      );
  }

  async onModuleDestroy(): Promise<void> {
    this.stopping.abort('stop');
    await this.underWay;
  }

  status(): ImportDto {
    return this.current;
  }

  /** @throws InvalidRequestError `invalid_folder`, ConflictError `import_running` */
  async start(request: StartImportDto): Promise<ImportDto> {
    const own = await realPaths([this.settings.dataDir, this.settings.imagesDir]);
    const folder = await readImportFolder(request.folder, own);
    if (this.current.state === 'running')
      throw new ConflictError('import_running', 'An import is running; wait for its end, or cancel it.');
    const startedAt = this.clock.iso();
    this.current = { ...NO_IMPORT, id: newJobId(), folder, state: 'running', started_timestamp: startedAt };
    this.stopping = new AbortController();
    await this.stored.set(SETTING, this.current);
    this.underWay = this.run(folder, request, own);
    return this.current;
  }

  /** @throws NotFoundError when none is running */
  async cancel(): Promise<ImportDto> {
    if (this.current.state !== 'running') throw new NotFoundError('import', 'current');
    this.stopping.abort('cancel');
    await this.underWay;
    return this.current;
  }

  private async run(folder: string, request: StartImportDto, own: string[]): Promise<void> {
    const { signal } = this.stopping;
    try {
      const paths = await findPictures(folder, {
        recursive: request.recursive !== false,
        except: own,
        signal,
      });
      this.note({ found: paths.length });
      for (const path of paths) {
        if (signal.aborted) break;
        await this.importOne(path, request.mode === 'move');
      }
      // At the end of the process it stays `running`, for the next start to tell.
      if (signal.reason !== 'stop') await this.end(signal.aborted ? 'cancelled' : 'done', null);
    } catch (error) {
      this.logger.error(errorText(error));
      await this.end('failed', errorText(error)).catch((again: unknown) =>
        this.logger.error(errorText(again)),
      );
    }
  }

  /** @throws StorageError and what else would befall every other file too */
  private async importOne(path: string, move: boolean): Promise<void> {
    try {
      const isNew = await this.take(path);
      this.note(isNew ? { imported: this.current.imported + 1 } : { skipped: this.current.skipped + 1 });
      if (isNew && move) await unlink(path);
    } catch (error) {
      if (error instanceof StorageError || !isAboutTheFile(error)) throw error;
      this.fail(path, errorText(error));
    }
  }

  /** False: the gallery has it. */
  private async take(path: string): Promise<boolean> {
    const { bytes, facts, params, seed, createdAt } = await readPicture(path, this.clock.now());
    if (await this.store.has(facts.sha256)) return false;
    const job = {
      jobId: newJobId(),
      attempt: 1,
      serverAlias: null,
      appType: null,
      apiKeyId: null,
      params,
      sourceInfo: IMPORT_SOURCE,
      bulkJobId: null,
      createdAt,
      originalName: basename(path),
    };
    await this.store.add(job, [{ bytes, role: 'image', seed, infotext: facts.infotext }]);
    return true;
  }

  private note(news: Partial<ImportDto>): void {
    this.current = { ...this.current, ...news };
  }

  private fail(path: string, message: string): void {
    const { failed, failed_count } = this.current;
    const told = failed.length < FAILURES_TOLD ? [...failed, { path, message }] : failed;
    this.note({ failed: told, failed_count: failed_count + 1 });
  }

  private async end(state: ImportDto['state'], error: string | null): Promise<void> {
    this.note({ state, error, ended_timestamp: this.clock.iso() });
    await this.stored.set(SETTING, this.current);
    const { imported, skipped, failed_count: failed } = this.current;
    this.logger.log(`Import ${state}`, { imported, skipped, failed });
  }
}

/** Broken pictures and files that cannot be read; the database's errors carry no system call. */
function isAboutTheFile(error: unknown): boolean {
  return (
    error instanceof BadImageError ||
    (error instanceof Error && ('syscall' in error || /plain file/.test(error.message)))
  );
}
