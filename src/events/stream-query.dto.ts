import { IsInt, IsOptional, IsString, MaxLength, Min, ValidateBy } from 'class-validator';
import { Type } from 'class-transformer';
import { STORED_EVENT_TYPES, TRANSIENT_EVENT_TYPES } from './app-event.js';

const TYPES: readonly string[] = [...STORED_EVENT_TYPES, ...TRANSIENT_EVENT_TYPES];
const FIRST_PARTS = TYPES.map((type) => type.split('.')[0]!);
const KINDS = new Set([...FIRST_PARTS, ...TYPES]);

function unknownKinds(value: unknown): string[] {
  if (typeof value !== 'string') return [];
  const kinds = value.split(',').map((kind) => kind.trim());
  return kinds.filter((kind) => kind !== '' && !KINDS.has(kind));
}

/** A misspelt kind would be a stream on which nothing ever comes. */
const AreKinds = (): PropertyDecorator =>
  ValidateBy({
    name: 'areKinds',
    validator: {
      validate: (value: unknown): boolean => unknownKinds(value).length === 0,
      defaultMessage: (given): string =>
        `no event begins with "${unknownKinds(given?.value).join(', ')}"; kinds are ${[...KINDS].join(', ')}`,
    },
  });

export class StreamQueryDto {
  /** Only events of this job. */
  @IsOptional() @IsString() @MaxLength(64) job_id?: string;
  /** Only events of jobs of this bulk. */
  @IsOptional() @IsString() @MaxLength(64) bulk_job_id?: string;
  /** Only events of this server. */
  @IsOptional() @IsString() @MaxLength(64) server?: string;
  /** Event types or their first part, comma separated: `job.completed,server`. */
  @IsOptional() @IsString() @MaxLength(500) @AreKinds() kinds?: string;
  /** The last id seen, for clients that cannot send `Last-Event-ID`. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) last_event_id?: number;
  /** From `POST /api/v1/events/ticket`, for browsers, whose EventSource can send no header. */
  @IsOptional() @IsString() @MaxLength(64) ticket?: string;
}
