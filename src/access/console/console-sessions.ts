// Browsers that are signed in to the console. All of them are held in memory (there are few), so that no request waits
// for the database; ids are stored as keyed hashes only.
import { randomBytes } from 'node:crypto';
import { Injectable, Logger, type OnModuleDestroy, type OnModuleInit } from '@nestjs/common';
import { Subject, type Observable } from 'rxjs';
import { Clock } from '../../common/clock.js';
import { errorText } from '../../common/errors.js';
import { SecretHasher } from '../../secrets/secret-hasher.js';
import type { ConsoleSessionEntity } from '../console-session.entity.js';
import { ConsoleSessionsRepository } from './console-sessions.repository.js';

/** Without any use. */
export const SESSION_DAYS = 30;
const SESSION_MS = SESSION_DAYS * 86_400_000;
/** A session that is used goes on; this often that is written down. */
const EXTEND_EVERY_MS = 3_600_000;
const MAX_SESSIONS = 200;
const PURPOSE = 'console-session';
/** What of the hash names a session to people. */
const ID_CHARS = 16;

export interface Browser {
  address: string;
  userAgent: string | null;
}

export interface FoundSession {
  idHash: string;
  signedInBy: string;
  /** It was extended just now: its cookie has to be, too. */
  extended: boolean;
}

@Injectable()
export class ConsoleSessions implements OnModuleInit, OnModuleDestroy {
  private readonly logger = new Logger(ConsoleSessions.name);
  private readonly sessions = new Map<string, ConsoleSessionEntity>();
  private readonly closed = new Subject<void>();
  /** Somebody has signed out, or was. */
  readonly closed$: Observable<void> = this.closed.asObservable();

  constructor(
    private readonly repository: ConsoleSessionsRepository,
    private readonly hasher: SecretHasher,
    private readonly clock: Clock,
  ) {}

  async onModuleInit(): Promise<void> {
    for (const session of await this.repository.all()) this.sessions.set(session.idHash, session);
    await this.removeOld();
  }

  onModuleDestroy(): void {
    this.closed.complete();
  }

  /** @returns the id for the cookie, which nobody can read again */
  async open(signedInBy: 'link' | 'password', browser: Browser): Promise<string> {
    const id = randomBytes(32).toString('base64url');
    const session: ConsoleSessionEntity = {
      idHash: this.hasher.hash(id, PURPOSE),
      signedInBy,
      address: browser.address,
      userAgent: browser.userAgent?.slice(0, 300) ?? null,
      createdAt: this.clock.iso(),
      lastSeenAt: this.clock.iso(),
      expiresAt: this.clock.isoIn(SESSION_MS),
    };
    await this.repository.add(session);
    this.sessions.set(session.idHash, session);
    await this.removeOld();
    return id;
  }

  find(id: string): FoundSession | null {
    const session = this.sessions.get(this.hasher.hash(id, PURPOSE));
    if (!session || session.expiresAt <= this.clock.iso()) return null;
    return { idHash: session.idHash, signedInBy: session.signedInBy, extended: this.extend(session) };
  }

  isOpen(idHash: string): boolean {
    const session = this.sessions.get(idHash);
    return session !== undefined && session.expiresAt > this.clock.iso();
  }

  /** Newest first. */
  list(): ConsoleSessionEntity[] {
    return [...this.sessions.values()].reverse();
  }

  /** @returns false when there is none of that name */
  async closeNamed(name: string): Promise<boolean> {
    const found = this.list().find((session) => nameOf(session) === name);
    if (found) await this.close([found]);
    return found !== undefined;
  }

  async closeAll(which: (session: ConsoleSessionEntity) => boolean): Promise<void> {
    await this.close(this.list().filter(which));
  }

  private async close(sessions: ConsoleSessionEntity[]): Promise<void> {
    for (const { idHash } of sessions) this.sessions.delete(idHash);
    if (sessions.length) this.closed.next();
    await this.repository.remove(sessions.map(({ idHash }) => idHash));
  }

  private extend(session: ConsoleSessionEntity): boolean {
    if (this.clock.now() - Date.parse(session.lastSeenAt) < EXTEND_EVERY_MS) return false;
    session.lastSeenAt = this.clock.iso();
    session.expiresAt = this.clock.isoIn(SESSION_MS);
    // The session is good in memory; at worst a restart finds it a little older.
    this.repository.touch(session).catch((error: unknown) => this.logger.warn(errorText(error)));
    return true;
  }

  private async removeOld(): Promise<void> {
    const now = this.clock.iso();
    const tooMany = [...this.sessions.values()].slice(0, Math.max(0, this.sessions.size - MAX_SESSIONS));
    await this.closeAll((session) => session.expiresAt <= now || tooMany.includes(session));
  }
}

export function nameOf(session: Pick<ConsoleSessionEntity, 'idHash'>): string {
  return session.idHash.slice(0, ID_CHARS);
}
