// Keeps which servers are within their hours, and tells when one begins or ends them.
import type { Clock } from '../../common/clock.js';
import { standingAt, type Hours, type HoursStanding } from './server-hours.js';

/** A clock may be set, and a machine may sleep: no timer is trusted for longer. */
const LONGEST_TRUST_MS = 600_000;

interface Kept {
  hours: Hours;
  standing: HoursStanding;
  timer: NodeJS.Timeout;
}

export class HoursTimers {
  private readonly kept = new Map<string, Kept>();

  constructor(
    private readonly clock: Clock,
    /** The server (its id) takes jobs now and did not before, or the other way round. */
    private readonly onChange: (id: string) => void,
  ) {}

  /** `hours` null: nothing is kept of the server any more. */
  keep(id: string, hours: Hours | null): void {
    clearTimeout(this.kept.get(id)?.timer);
    this.kept.delete(id);
    if (!hours) return;
    const standing = standingAt(hours, this.clock.now());
    const leftMs = (standing.untilMs ?? Infinity) - this.clock.now();
    const timer = setTimeout(() => this.look(id), Math.max(0, Math.min(leftMs, LONGEST_TRUST_MS)));
    this.kept.set(id, { hours, standing, timer });
  }

  isOpen(id: string): boolean {
    const known = this.kept.get(id);
    if (!known) return true;
    const { hours, standing } = known;
    const now = this.clock.now();
    return now < (standing.untilMs ?? Infinity) ? standing.open : standingAt(hours, now).open;
  }

  stop(): void {
    for (const { timer } of this.kept.values()) clearTimeout(timer);
    this.kept.clear();
  }

  private look(id: string): void {
    const before = this.kept.get(id);
    if (!before) return;
    this.keep(id, before.hours);
    if (this.kept.get(id)?.standing.open !== before.standing.open) this.onChange(id);
  }
}
