// Keeps the gallery within its policy: old images to the trash, and what was there for long enough off the disk. Each
// hour, and when somebody asks.
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Clock } from '../../common/clock.js';
import { ScheduledTask } from '../../common/tasks/scheduled-task.js';
import { SettingsStore } from '../../database/settings-store.js';
import { TrashEmptier } from '../changes/trash-emptier.js';
import { ImageIndex } from '../search/image-index.js';
import { chooseOverdue } from './choose-overdue.js';
import { RetentionRepository } from './retention.repository.js';
import { StoragePolicyDto, type CleanupDto, type LastCleanupDto } from './storage.dto.js';

const POLICY = 'gallery.policy';
const LAST_CLEANUP = 'gallery.last_cleanup';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

@Injectable()
export class Retention implements OnModuleDestroy {
  private readonly logger = new Logger('Gallery');
  private latest: Promise<unknown> = Promise.resolve();

  constructor(
    private readonly index: ImageIndex,
    private readonly repository: RetentionRepository,
    private readonly trash: TrashEmptier,
    private readonly stored: SettingsStore,
    private readonly clock: Clock,
  ) {}

  async policy(): Promise<StoragePolicyDto> {
    return { ...new StoragePolicyDto(), ...(await this.stored.get<Partial<StoragePolicyDto>>(POLICY)) };
  }

  async setPolicy(policy: StoragePolicyDto): Promise<StoragePolicyDto> {
    await this.stored.set(POLICY, { ...new StoragePolicyDto(), ...policy });
    return this.policy();
  }

  async lastCleanup(): Promise<LastCleanupDto | null> {
    return (await this.stored.get<LastCleanupDto>(LAST_CLEANUP)) ?? null;
  }

  /** What a cleanup would do now. */
  async foresee(): Promise<CleanupDto> {
    const policy = await this.policy();
    const overdue = chooseOverdue(await this.index.current(), policy, this.clock.now());
    const deleted = await this.repository.trashedBefore(this.oldTrash(policy));
    const { images, bytes } = deleted;
    return { images: overdue.ids.length, bytes: overdue.bytes, deleted_images: images, deleted_bytes: bytes };
  }

  /** One after the other. */
  cleanUp(): Promise<CleanupDto> {
    const cleanup = this.latest.then(() => this.applyPolicy());
    this.latest = cleanup.catch(() => undefined);
    return cleanup;
  }

  /** What it could not do now is done the next time. */
  @ScheduledTask({
    name: 'gallery-retention',
    description: 'Moves images that the policy is done with to the trash, and empties the trash of old ones.',
    everyMs: HOUR_MS,
  })
  async tidy(): Promise<void> {
    await this.cleanUp();
  }

  async onModuleDestroy(): Promise<void> {
    await this.latest;
  }

  /** The trash first: what goes there now stays for its days, whatever they are. */
  private async applyPolicy(): Promise<CleanupDto> {
    const policy = await this.policy();
    const deleted = await this.trash.empty(this.oldTrash(policy));
    const overdue = chooseOverdue(await this.index.current(), policy, this.clock.now());
    const trashed = await this.repository.trash(overdue.ids, policy, this.clock.iso());
    if (deleted.images || trashed.images) {
      this.logger.log('The gallery was cleaned up', { trashed: trashed.images, deleted: deleted.images });
    }
    const { images: removed, bytes } = deleted;
    await this.stored.set(LAST_CLEANUP, {
      timestamp: this.clock.iso(),
      removed,
      bytes,
      trashed: trashed.images,
    });
    return { ...trashed, deleted_images: removed, deleted_bytes: bytes };
  }

  /** Who has been in the trash since before this time has been there for long enough. */
  private oldTrash(policy: StoragePolicyDto): string {
    return this.clock.isoIn(-policy.trash_days * DAY_MS);
  }
}
