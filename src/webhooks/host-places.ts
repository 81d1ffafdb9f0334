// How many messages may be under way: in all, to one receiving host, and of one owner, so that neither a dead host nor a
// key with many of them keeps the others waiting. Pure.
export const AT_ONCE = 16;
export const AT_ONCE_PER_HOST = 2;
export const AT_ONCE_PER_KEY = 4;
/** What the console and administrators may take, so that keys always have some. */
export const AT_ONCE_OF_CONSOLE = 12;

/** Numbers of keys begin with 1. */
export const CONSOLE = 0;

export class HostPlaces {
  private readonly ofHosts = new Map<string, number>();
  private readonly ofOwners = new Map<number, number>();
  private all = 0;

  /** How many more may go to this host now. */
  freeFor(host: string): number {
    return Math.max(0, Math.min(AT_ONCE - this.all, AT_ONCE_PER_HOST - (this.ofHosts.get(host) ?? 0)));
  }

  /** Owners (number of the key, or CONSOLE) that may have nothing more under way. */
  full(): number[] {
    return [...this.ofOwners].filter(([owner, taken]) => taken >= mostOf(owner)).map(([owner]) => owner);
  }

  take(host: string, owner: number): void {
    this.all += 1;
    add(this.ofHosts, host, 1);
    add(this.ofOwners, owner, 1);
  }

  leave(host: string, owner: number): void {
    this.all -= 1;
    add(this.ofHosts, host, -1);
    add(this.ofOwners, owner, -1);
  }
}

export function mostOf(owner: number): number {
  return owner === CONSOLE ? AT_ONCE_OF_CONSOLE : AT_ONCE_PER_KEY;
}

function add<K>(counts: Map<K, number>, key: K, by: 1 | -1): void {
  const count = (counts.get(key) ?? 0) + by;
  if (count > 0) counts.set(key, count);
  else counts.delete(key);
}
