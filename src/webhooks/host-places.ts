// How many messages may be under way: in all, and to one receiving host, so that a dead one keeps nobody waiting. Pure.
export const AT_ONCE = 16;
export const AT_ONCE_PER_HOST = 2;

export class HostPlaces {
  private readonly taken = new Map<string, number>();
  private all = 0;

  /** How many more may go to this host now. */
  freeFor(host: string): number {
    return Math.max(0, Math.min(AT_ONCE - this.all, AT_ONCE_PER_HOST - (this.taken.get(host) ?? 0)));
  }

  take(host: string): void {
    this.all += 1;
    this.taken.set(host, (this.taken.get(host) ?? 0) + 1);
  }

  leave(host: string): void {
    this.all -= 1;
    const left = (this.taken.get(host) ?? 1) - 1;
    if (left > 0) this.taken.set(host, left);
    else this.taken.delete(host);
  }
}
