import { ApiProperty } from '@nestjs/swagger';

export class TaskRunDto {
  started_timestamp!: string;
  duration_ms!: number;
  /** Null: it went well. */
  @ApiProperty({ type: String, nullable: true }) error!: string | null;
}

export class TaskDto {
  name!: string;
  description!: string;
  every_seconds!: number;
  running!: boolean;
  /** Null: not since the start of the process. */
  @ApiProperty({ type: TaskRunDto, nullable: true }) last_run!: TaskRunDto | null;
  /** Null: it does not run by itself here. */
  @ApiProperty({ type: String, nullable: true }) next_run_timestamp!: string | null;
}

export class TaskListDto {
  @ApiProperty({ type: [TaskDto] }) tasks!: TaskDto[];
}
