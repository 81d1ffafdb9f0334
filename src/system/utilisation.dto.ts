import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export class UtilisationQuery {
  /** How far back. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(1_440) minutes: number = 60;
  /** In how many stretches. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(288) buckets: number = 60;
}

export class ServerUtilisationDto {
  server_alias!: string;
  /** The part of its slots that were taken in each stretch, 0 to 1; oldest first. */
  @ApiProperty({ type: [Number] }) busy!: number[];
  /** Completed there within the last hour. */
  jobs_last_hour!: number;
  images_last_hour!: number;
  /** Jobs that wait for this server and no other. */
  waiting!: number;
}

export class UtilisationDto {
  from!: string;
  to!: string;
  bucket_seconds!: number;
  /** By name. */
  @ApiProperty({ type: [ServerUtilisationDto] }) servers!: ServerUtilisationDto[];
}
