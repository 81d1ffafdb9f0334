// What each server has: kept in memory, stored for the next start, asked for again on demand.
// Simultaneous callers share one question. When to ask unprompted is decided in `server-prober.ts`.
import { Injectable, Logger, type OnModuleDestroy } from '@nestjs/common';
import { Subject } from 'rxjs';
import { Clock } from '../common/clock.js';
import { errorText } from '../common/errors.js';
import { DispatchError, type Inventory, type Target } from '../dispatch/contract/index.js';
import { DispatcherRegistry } from '../dispatch/dispatcher-registry.js';
import { DeadlineError, withDeadline } from './deadline.js';
import { ServersRepository } from './servers.repository.js';
import type { StoredInventory } from './stored-inventory.js';

/** A large library on a slow disk takes its time. */
const REFRESH_LIMIT_MS = 120_000;
const REFRESH_EVERY_MS = 300_000;
const RETRY_AFTER_MS = 60_000;

interface Entry {
  inventory: Inventory | null;
  refreshedAt: string | null;
  /** When it should be asked for again, milliseconds since the epoch. */
  dueAtMs: number;
  pending: Promise<Inventory> | null;
}

@Injectable()
export class InventoryCache implements OnModuleDestroy {
  private readonly logger = new Logger(InventoryCache.name);
  private readonly entries = new Map<string, Entry>();
  private readonly changed = new Subject<string>();
  private readonly stopping = new AbortController();
  /** This server (its id) has something else than before. */
  readonly changes$ = this.changed.asObservable();

  constructor(
    private readonly repository: ServersRepository,
    private readonly registry: DispatcherRegistry,
    private readonly clock: Clock,
  ) {}

  fill(stored: StoredInventory[]): void {
    for (const { serverId, inventory, refreshedAt } of stored) {
      this.entries.set(serverId, { inventory, refreshedAt, dueAtMs: 0, pending: null });
    }
  }

  current(serverId: string): { inventory: Inventory; refreshedAt: string } | null {
    const { inventory = null, refreshedAt = null } = this.entries.get(serverId) ?? {};
    return inventory && refreshedAt ? { inventory, refreshedAt } : null;
  }

  isDue(serverId: string): boolean {
    return (this.entries.get(serverId)?.dueAtMs ?? 0) <= this.clock.now();
  }

  /**
   * Asks the server now, or joins who is asking already.
   * @throws DispatchError
   */
  refresh(target: Target): Promise<Inventory> {
    const entry = this.entries.get(target.id) ?? {
      inventory: null,
      refreshedAt: null,
      dueAtMs: 0,
      pending: null,
    };
    this.entries.set(target.id, entry);
    entry.pending ??= this.ask(target, entry).finally(() => (entry.pending = null));
    return entry.pending;
  }

  /** The server is gone or is another one now: an answer under way is not kept. */
  forget(serverId: string): void {
    this.entries.delete(serverId);
  }

  onModuleDestroy(): void {
    this.stopping.abort(new DispatchError('busy', 'StableQueue is stopping.', { code: 'stopping' }));
  }

  private async ask(target: Target, entry: Entry): Promise<Inventory> {
    entry.dueAtMs = this.clock.now() + RETRY_AFTER_MS;
    const dispatcher = this.registry.get(target.appType);
    const inventory = await withDeadline(
      (signal) => dispatcher.inventory(target, signal),
      REFRESH_LIMIT_MS,
      this.stopping.signal,
    ).catch((error: unknown) => {
      throw toDispatchError(target.alias, error);
    });
    if (this.entries.get(target.id) === entry) await this.keep(target, entry, inventory);
    return inventory;
  }

  private async keep(target: Target, entry: Entry, inventory: Inventory): Promise<void> {
    const isNew = JSON.stringify(entry.inventory) !== JSON.stringify(inventory);
    entry.inventory = inventory;
    entry.refreshedAt = this.clock.iso();
    entry.dueAtMs = this.clock.now() + REFRESH_EVERY_MS;
    if (isNew) this.changed.next(target.id);
    await this.repository.storeInventory(target.id, inventory, entry.refreshedAt).catch((error: unknown) => {
      // Safe to go on: it is in memory, and the stored copy only spares the next start a wait.
      this.logger.warn(`The inventory could not be stored: ${errorText(error)}`, { server: target.alias });
    });
  }
}

function toDispatchError(alias: string, error: unknown): DispatchError {
  if (error instanceof DispatchError) return error;
  const tooSlow = error instanceof DeadlineError;
  return new DispatchError(
    tooSlow ? 'busy' : 'retryable',
    `The server "${alias}" did not tell what it has: ${errorText(error)}.`,
    { code: tooSlow ? 'server_unreachable' : 'bad_answer', cause: error },
  );
}
