// How busy the servers were in the last minutes, for whoever may see them.
import { Injectable } from '@nestjs/common';
import type { Principal } from '../access/contract/index.js';
import { Clock } from '../common/clock.js';
import { ServerFleet } from '../servers/server-fleet.js';
import { busyCurve } from './busy-curve.js';
import type { UtilisationDto, UtilisationQuery } from './utilisation.dto.js';
import { UtilisationRepository, type Stretches } from './utilisation.repository.js';

const HOUR_MS = 3_600_000;

@Injectable()
export class UtilisationService {
  constructor(
    private readonly repository: UtilisationRepository,
    private readonly fleet: ServerFleet,
    private readonly clock: Clock,
  ) {}

  async of({ minutes, buckets }: UtilisationQuery, who: Principal): Promise<UtilisationDto> {
    const stretches: Stretches = {
      from: this.clock.isoIn(-minutes * 60_000),
      count: buckets,
      widthSeconds: (minutes * 60) / buckets,
    };
    const [moves, completed, waiting] = await Promise.all([
      this.repository.moves(stretches),
      this.repository.completed(this.clock.isoIn(-HOUR_MS)),
      this.repository.waiting(),
    ]);
    const servers = this.fleet.all().filter(({ alias }) => who.mayUseServer(alias));
    return {
      ...{ from: stretches.from, to: this.clock.iso(), bucket_seconds: stretches.widthSeconds },
      servers: servers
        .sort((a, b) => a.alias.localeCompare(b.alias))
        .map(({ alias, maxConcurrentJobs }) => ({
          server_alias: alias,
          busy: busyCurve(of(moves, alias), stretches, maxConcurrentJobs),
          jobs_last_hour: of(completed, alias)[0]?.jobs ?? 0,
          images_last_hour: of(completed, alias)[0]?.images ?? 0,
          waiting: of(waiting, alias)[0]?.jobs ?? 0,
        })),
    };
  }
}

function of<T extends { serverAlias: string }>(rows: readonly T[], alias: string): T[] {
  return rows.filter((row) => row.serverAlias === alias);
}
