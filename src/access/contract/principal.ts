// Who asks, and what that allows. Made by the guard for every request; everything else only asks it questions.
import type { Scope } from './scopes.js';

/** How a caller showed who it is. */
export type Via = 'loopback' | 'open' | 'session' | 'proxy' | 'header' | 'bearer' | 'basic' | 'path' | 'link';

/** How the A1111 door treats the requests of a key. */
export interface DoorSettings {
  /** `async` answers with an id, `sync` with the images, `auto` decides by the request. Null: the server's setting. */
  sdapiMode: 'async' | 'sync' | 'auto' | null;
  /** What becomes of a job whose client hangs up while it waits for the images. */
  onDisconnect: 'keep' | 'cancel';
  /** Send white space while a request is held, for proxies that cut idle connections. */
  keepAlive: boolean;
}

export interface PrincipalFacts {
  kind: 'console' | 'key' | 'nobody';
  keyId: number | null;
  name: string;
  via: Via | null;
  scopes: readonly Scope[];
  /** Aliases; null for all. */
  servers: readonly string[] | null;
  appTypes: readonly string[] | null;
  door: DoorSettings;
}

export const DEFAULT_DOOR: DoorSettings = { sdapiMode: null, onDisconnect: 'keep', keepAlive: false };

export class Principal implements PrincipalFacts {
  readonly kind: PrincipalFacts['kind'];
  readonly keyId: number | null;
  readonly name: string;
  readonly via: Via | null;
  readonly scopes: readonly Scope[];
  readonly servers: readonly string[] | null;
  readonly appTypes: readonly string[] | null;
  readonly door: DoorSettings;

  constructor(facts: PrincipalFacts) {
    this.kind = facts.kind;
    this.keyId = facts.keyId;
    this.name = facts.name;
    this.via = facts.via;
    this.scopes = facts.scopes;
    this.servers = facts.servers;
    this.appTypes = facts.appTypes;
    this.door = facts.door;
  }

  /** Whoever sits at the console may do everything. */
  static console(via: Via, name = 'console'): Principal {
    const all = { servers: null, appTypes: null, door: DEFAULT_DOOR };
    return new Principal({ kind: 'console', keyId: null, name, via, scopes: ['admin'], ...all });
  }

  static nobody(): Principal {
    const nothing = { servers: [], appTypes: [], door: DEFAULT_DOOR };
    return new Principal({ kind: 'nobody', keyId: null, name: 'nobody', via: null, scopes: [], ...nothing });
  }

  /** Names its own things apart from everybody else's: `key:7`, `console`. */
  get owner(): string {
    return this.keyId === null ? this.kind : `key:${this.keyId}`;
  }

  can(...anyOf: Scope[]): boolean {
    return this.scopes.includes('admin') || anyOf.some((scope) => this.scopes.includes(scope));
  }

  /** `keyId`: of the key that something belongs to; null for what was made at the console. */
  owns(keyId: number | null): boolean {
    return this.kind === 'key' ? keyId === this.keyId : this.kind === 'console';
  }

  mayRead(keyId: number | null): boolean {
    return this.can('read_all', 'manage_queue') || (this.can('read_own') && this.owns(keyId));
  }

  mayChange(keyId: number | null): boolean {
    return this.can('manage_queue') || (this.can('cancel_own') && this.owns(keyId));
  }

  maySeeImage(keyId: number | null): boolean {
    return this.can('gallery') || this.mayRead(keyId);
  }

  /** The only key whose things it may list; undefined when it may list everybody's. */
  get onlyOwn(): number | undefined {
    if (this.can('read_all', 'manage_queue')) return undefined;
    return this.keyId ?? -1;
  }

  mayUseServer(alias: string): boolean {
    return this.servers === null || this.servers.includes(alias);
  }

  mayUseAppType(appType: string): boolean {
    return this.appTypes === null || this.appTypes.includes(appType);
  }
}
