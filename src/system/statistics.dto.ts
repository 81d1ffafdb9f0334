import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, Max, Min } from 'class-validator';

export class StatisticsQuery {
  /** How many days, today (UTC) included. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(365) days: number = 30;
}

/** By the day on which jobs ended (UTC). */
export class StatisticsDayDto {
  day!: string;
  completed!: number;
  failed!: number;
  cancelled!: number;
  images!: number;
  gpu_seconds!: number;
}

export class GpuDayDto {
  day!: string;
  gpu_seconds!: number;
}

export class ServerStatisticsDto {
  /** As it was called then. */
  server_alias!: string;
  /** That ended there, in whichever way. */
  jobs!: number;
  images!: number;
  gpu_seconds!: number;
  /** Days without any are left out. */
  @ApiProperty({ type: [GpuDayDto] }) by_day!: GpuDayDto[];
}

export class KeyStatisticsDto {
  /** Null: the console. */
  @ApiProperty({ type: Number, nullable: true }) api_key_id!: number | null;
  name!: string;
  /** That ended, in whichever way. */
  jobs!: number;
  gpu_seconds!: number;
}

/** From the submit (or `not_before`) to the first attempt. Null while there is none. */
export class WaitDto {
  @ApiProperty({ type: Number, nullable: true }) mean_seconds!: number | null;
  /** To 3 %, as is the next. */
  @ApiProperty({ type: Number, nullable: true }) p50_seconds!: number | null;
  @ApiProperty({ type: Number, nullable: true }) p95_seconds!: number | null;
}

export class FailureCountDto {
  /** Of the error of jobs. */
  code!: string;
  count!: number;
  /** What the latest of them said. */
  example_message!: string;
}

export class StatisticsDto {
  /** Oldest first, every day. */
  @ApiProperty({ type: [StatisticsDayDto] }) days!: StatisticsDayDto[];
  /** Who worked most first. */
  @ApiProperty({ type: [ServerStatisticsDto] }) servers!: ServerStatisticsDto[];
  /** Who used most first. */
  @ApiProperty({ type: [KeyStatisticsDto] }) keys!: KeyStatisticsDto[];
  wait!: WaitDto;
  /** The most frequent first. */
  @ApiProperty({ type: [FailureCountDto] }) failures!: FailureCountDto[];
}
