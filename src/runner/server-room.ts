// How many jobs may be on a server at the same time: those that run there, and with `look_ahead` one that already waits
// in the server's own queue, so that its GPU has no pause between two jobs.
import { Injectable } from '@nestjs/common';
import { Clock } from '../common/clock.js';
import { QueueStandings } from '../jobs/queue-standings.js';
import type { FleetServer } from '../servers/server-fleet.js';

/** The next job is bound no earlier than this before a place is thought to be free: something more urgent may come. */
const AHEAD_MS = 10_000;

@Injectable()
export class ServerRoom {
  constructor(
    private readonly standings: QueueStandings,
    private readonly clock: Clock,
  ) {}

  of({ id, maxConcurrentJobs, lookAhead, health }: FleetServer): number {
    if (!lookAhead || health.circuit.state !== 'closed') return maxConcurrentJobs;
    const freeAtMs = this.standings.freeAtMs(id, maxConcurrentJobs);
    return freeAtMs - this.clock.now() <= AHEAD_MS ? maxConcurrentJobs + 1 : maxConcurrentJobs;
  }
}
