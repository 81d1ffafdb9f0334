// The one way to the database. TypeORM shares a single SQLite connection between all callers, so a statement of
// one caller would otherwise land inside another's open transaction and vanish with its rollback
// (docs/adr/0002). Every access goes through `read` or `write`; a statement outside of them throws.
//
// Reads run at once unless a transaction is open. `write` units wait for the next turn of the event loop: those that
// came meanwhile share one transaction and so one fsync; each then has its own savepoint, so a failing unit takes
// nothing of the others with it.
import { AsyncLocalStorage } from 'node:async_hooks';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import type { DataSource, EntityManager, QueryRunner } from 'typeorm';

/** A unit of work: only database calls may be awaited in it, never the network or a file. */
export type Unit<T> = (manager: EntityManager) => Promise<T>;

interface Waiting {
  kind: 'read' | 'write';
  run(manager: EntityManager): Promise<void>;
  settle(commitError?: unknown): void;
}

interface Scope {
  kind: 'read' | 'write';
  open: boolean;
  afterCommit: (() => void)[];
}

/** At most; later ones wait for the next commit. */
const UNITS_PER_TURN = 200;
const SLOW_UNIT_MS = 100;

@Injectable()
export class Database implements OnApplicationShutdown {
  private readonly logger = new Logger(Database.name);
  private readonly scopes = new AsyncLocalStorage<Scope>();
  private readonly queue: Waiting[] = [];
  private readonly runner: QueryRunner;
  private readonly reading = new Set<Promise<void>>();
  private working = false;
  private writing = false;

  constructor(readonly dataSource: DataSource) {
    this.runner = dataSource.createQueryRunner();
    guardStatements(this.runner, () => this.scopes.getStore()?.open === true);
  }

  /** Statements that change nothing. Sees only committed data, or the own open write when called inside one. */
  read<T>(unit: Unit<T>): Promise<T> {
    return this.enqueue('read', unit);
  }

  /**
   * One atomic unit: resolved once it is on disk, rejected with nothing of it stored. A call inside another write
   * joins that one.
   */
  write<T>(unit: Unit<T>): Promise<T> {
    return this.enqueue('write', unit);
  }

  /** Runs `action` once the surrounding write is on disk; never if it fails. Outside of a write it throws. */
  afterCommit(action: () => void): void {
    const scope = this.scopes.getStore();
    if (!scope?.open || scope.kind !== 'write') throw new Error('afterCommit belongs inside Database.write');
    scope.afterCommit.push(action);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.read(async () => undefined);
    // Nest's TypeORM module closes it too, and may have been first.
    if (this.dataSource.isInitialized) await this.dataSource.destroy();
    // A storage that was used is never forgotten by Node: until then each promise of this process carries it along.
    this.scopes.disable();
  }

  private enqueue<T>(kind: 'read' | 'write', unit: Unit<T>): Promise<T> {
    const outer = this.scopes.getStore();
    if (outer?.open) {
      if (kind === 'write' && outer.kind === 'read') throw new Error('Database.write inside Database.read');
      return unit(this.runner.manager);
    }
    return new Promise<T>((resolve, reject) => {
      const waiting = this.waiting(kind, unit, resolve, reject);
      if (kind === 'read' && !this.writing) return this.readNow(waiting);
      this.queue.push(waiting);
      if (!this.working) void this.work();
    });
  }

  private waiting<T>(
    kind: 'read' | 'write',
    unit: Unit<T>,
    resolve: (value: T) => void,
    reject: (error: unknown) => void,
  ): Waiting {
    const scope: Scope = { kind, open: true, afterCommit: [] };
    let outcome: { value: T } | { error: unknown };
    return {
      kind,
      run: async (manager) => {
        const startedAt = performance.now();
        try {
          outcome = { value: await this.scopes.run(scope, () => unit(manager)) };
        } catch (error) {
          outcome = { error };
          throw error;
        } finally {
          scope.open = false;
          this.warnIfSlow(kind, performance.now() - startedAt);
        }
      },
      settle: (commitError) => {
        if (commitError !== undefined) return reject(commitError);
        if ('error' in outcome) return reject(outcome.error);
        for (const action of scope.afterCommit) this.tell(action);
        resolve(outcome.value);
      },
    };
  }

  /**
   * Serves the queue until it is empty, turn by turn. Never throws: every outcome goes to the caller of its unit.
   * SQLite blocks while it works, so without a turn of the event loop in between a unit would be through before the
   * next request is even read, and no two would ever share a commit.
   */
  private async work(): Promise<void> {
    this.working = true;
    while (this.queue.length) {
      await nextTurn();
      const units = this.queue.splice(0, UNITS_PER_TURN);
      const writes = units.filter((unit) => unit.kind === 'write');
      if (writes.length) {
        this.writing = true;
        await Promise.all(this.reading);
        await this.commitTogether(writes);
        this.writing = false;
      }
      for (const read of units.filter((unit) => unit.kind === 'read')) this.readNow(read);
    }
    this.working = false;
  }

  private readNow(read: Waiting): void {
    const done = hasFailed(read.run(this.runner.manager)).then(() => {
      this.reading.delete(done);
      read.settle();
    });
    this.reading.add(done);
  }

  private async commitTogether(units: Waiting[]): Promise<void> {
    try {
      await this.inside(() => this.runner.startTransaction());
      const [first, ...others] = units;
      if (first && !others.length) {
        await this.runAlone(first);
      } else {
        for (const unit of units) await this.runInSavepoint(unit);
        await this.inside(() => this.runner.commitTransaction());
      }
    } catch (error) {
      await this.abandon();
      for (const unit of units) unit.settle(error ?? new Error('commit failed'));
      return;
    }
    for (const unit of units) unit.settle();
  }

  /**
   * Ends whatever is open. After some errors (a full disk) SQLite has rolled back by itself, so neither TypeORM's count
   * of savepoints nor its flag can be believed; left as they are, later writes would sit in a transaction that nobody
   * commits.
   */
  private async abandon(): Promise<void> {
    await this.inside(() => this.runner.query('ROLLBACK')).catch(() => undefined);
    Object.assign(this.runner, { isTransactionActive: false, transactionDepth: 0 });
  }

  /** Nobody else waits: the transaction is the unit's own and needs no savepoint. */
  private async runAlone(unit: Waiting): Promise<void> {
    const failed = await hasFailed(unit.run(this.runner.manager));
    await this.inside(() => (failed ? this.runner.rollbackTransaction() : this.runner.commitTransaction()));
  }

  /** A failing unit is undone by itself; its error stays with it. Only a failure of the savepoint itself is thrown. */
  private async runInSavepoint(unit: Waiting): Promise<void> {
    await this.inside(() => this.runner.startTransaction());
    const failed = await hasFailed(unit.run(this.runner.manager));
    await this.inside(() => (failed ? this.runner.rollbackTransaction() : this.runner.commitTransaction()));
  }

  /** What is on disk stays so, whoever stumbles over the news; and the queue must go on. */
  private tell(action: () => void): void {
    try {
      action();
    } catch (error) {
      this.logger.error(error instanceof Error ? error.stack : String(error));
    }
  }

  private inside<T>(statement: () => Promise<T>): Promise<T> {
    return this.scopes.run({ kind: 'write', open: true, afterCommit: [] }, statement);
  }

  private warnIfSlow(kind: string, ms: number): void {
    if (ms > SLOW_UNIT_MS)
      this.logger.warn(`A database ${kind} took ${Math.round(ms)} ms`, { ms: Math.round(ms) });
  }
}

/** The unit keeps its error for its own caller; here only the fact counts. */
function hasFailed(run: Promise<void>): Promise<boolean> {
  return run.then(
    () => false,
    () => true,
  );
}

/** Makes a forgotten gate an error instead of a lost write. */
function guardStatements(runner: QueryRunner, allowed: () => boolean): void {
  const query: QueryRunner['query'] = runner.query.bind(runner);
  runner.query = ((...args: Parameters<QueryRunner['query']>) => {
    if (!allowed()) throw new Error('Database statements belong inside Database.read or Database.write');
    return query(...args);
  }) as QueryRunner['query'];
}
