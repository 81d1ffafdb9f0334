import { ApiProperty } from '@nestjs/swagger';

/** The waiting jobs of one bulk. */
export class QueueGroupDto {
  bulk_job_id!: string;
  /** How many of its jobs wait (and match). */
  waiting_jobs!: number;
  /** The one of them that runs first. */
  first_job_id!: string;
  /** How many of the jobs that came alone run before that one. */
  single_jobs_before!: number;
}

/** The shape of the waiting queue, without its jobs. */
export class QueueGroupsDto {
  /** All waiting jobs that match. */
  waiting_jobs!: number;
  /** Those of them that belong to no bulk. */
  single_jobs!: number;
  /** By their first waiting job, in the order of the queue. */
  @ApiProperty({ type: [QueueGroupDto] }) bulks!: QueueGroupDto[];
}
