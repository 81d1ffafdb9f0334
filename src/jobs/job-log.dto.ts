import { ApiProperty } from '@nestjs/swagger';

const LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal'] as const;

export class JobLogLineDto {
  time!: string;
  @ApiProperty({ enum: LEVELS }) level!: (typeof LEVELS)[number];
  message!: string;
  /** `source`: `attempt`, `event` or `log`; the rest as that knows it. */
  @ApiProperty({ type: 'object', additionalProperties: true }) data!: Record<string, unknown>;
}

export class JobLogDto {
  /** Oldest first. Events are kept for a day, log lines until 2,000 others have come or the process ends. */
  @ApiProperty({ type: [JobLogLineDto] }) lines!: JobLogLineDto[];
}
