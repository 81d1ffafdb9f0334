// Whose peak it is: servers tell the most memory that they have used since they started, so a peak belongs to a job only
// where it rose while jobs of one kind ran. Pure.
import type { MemoryJob } from './memory-sample.js';

interface Kind {
  job: MemoryJob;
  running: Set<string>;
  /** One of them has come to its end, so that the reading holds all that it used. */
  ended: boolean;
}

interface Watched {
  /** Null before the first reading. */
  peak: number | null;
  /** That ran since the reading which `peak` is from. */
  kinds: Map<string, Kind>;
}

export class PeakWatch {
  private readonly servers = new Map<string, Watched>();

  started(serverId: string, runId: string, job: MemoryJob): void {
    const { kinds } = this.of(serverId);
    const key = JSON.stringify(job);
    const kind = kinds.get(key) ?? { job, running: new Set(), ended: false };
    kinds.set(key, kind);
    kind.running.add(runId);
  }

  ended(serverId: string, runId: string): void {
    for (const kind of this.of(serverId).kinds.values()) if (kind.running.delete(runId)) kind.ended = true;
  }

  /** A reading of a server's peak: the job that raised it to there, if that can be told. */
  read(serverId: string, peak: number): MemoryJob | null {
    const server = this.of(serverId);
    const kinds = [...server.kinds.values()];
    const [only] = kinds;
    if (only && kinds.length === 1 && !only.ended) return null;
    const rose = server.peak !== null && peak > server.peak;
    server.peak = peak;
    server.kinds.clear();
    for (const { job, running } of kinds) for (const runId of running) this.started(serverId, runId, job);
    return rose && only && kinds.length === 1 ? only.job : null;
  }

  private of(serverId: string): Watched {
    const known = this.servers.get(serverId);
    if (known) return known;
    const fresh: Watched = { peak: null, kinds: new Map() };
    this.servers.set(serverId, fresh);
    return fresh;
  }
}
