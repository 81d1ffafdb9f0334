import { ApiProperty } from '@nestjs/swagger';
import { JobCountsDto } from '../jobs/queue.dto.js';

export class HealthQueueDto {
  paused!: boolean;
  /** Why nothing is started although it is not paused; null when all is well. */
  @ApiProperty({ type: String, nullable: true }) blocked!: string | null;
  jobs!: JobCountsDto;
}

export class HealthServerDto {
  alias!: string;
  app_type!: string;
  /** `online`, `starting`, `unreachable`, `misconfigured`, `disabled`, `unknown`. */
  state!: string;
  running!: number;
}

export class HealthDto {
  /** `ok`, or `unavailable` when not ready. */
  status!: string;
  live!: boolean;
  /** False while starting or stopping, or when the database cannot be written. A server that is down changes nothing. */
  ready!: boolean;
  version!: string;
  uptime_seconds!: number;
  queue!: HealthQueueDto;
  servers!: HealthServerDto[];
}

export class LivenessDto {
  status!: string;
}
