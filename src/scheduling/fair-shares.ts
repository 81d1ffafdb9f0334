// How much GPU time each tenant has had, as a virtual time that all who have work share: deficit round robin over
// measured seconds, in the form of start-time fair queueing (Goyal, Vin, Cheng 1996). Whoever is furthest behind is
// served first; who had no work for a while comes back at the present time and owes nothing, nor is owed anything.

export class FairShares {
  private readonly seconds = new Map<string, number>();
  /** Virtual time of the last tenant that was served. */
  private present = 0;

  constructor(from?: FairShares) {
    if (!from) return;
    this.present = from.present;
    for (const [tenant, seconds] of from.seconds) this.seconds.set(tenant, seconds);
  }

  /** GPU seconds; comparable between tenants only. */
  of(tenant: string): number {
    return Math.max(this.seconds.get(tenant) ?? 0, this.present);
  }

  /** A job of it starts that will take so many seconds, the loading of its model included. */
  start(tenant: string, seconds: number): void {
    const before = this.seconds.get(tenant) ?? 0;
    this.seconds.set(tenant, Math.max(before, this.present) + seconds);
  }

  /** It took so many more (or, negative, fewer) than was thought. */
  correct(tenant: string, seconds: number): void {
    this.seconds.set(tenant, (this.seconds.get(tenant) ?? this.present) + seconds);
  }

  /** `waiting`: all tenants that have work. The present is where the one is that is furthest behind. */
  advance(waiting: Iterable<string>): void {
    let least = Infinity;
    for (const tenant of waiting) least = Math.min(least, this.of(tenant));
    if (Number.isFinite(least)) this.present = Math.max(this.present, least);
  }
}
