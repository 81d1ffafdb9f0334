import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';

/** Every error answer. With `Accept: application/problem+json` the RFC 9457 members come beside these. */
export class ProblemDto {
  @ApiProperty({ type: Boolean }) success!: false;
  /** Stable code, e.g. `invalid_field_value`, `job_not_found`. */
  error!: string;
  /** What is wrong and what to change. */
  message!: string;
  /** `fields: [{ path, message }]` for bad fields. */
  @ApiPropertyOptional({ type: 'object', additionalProperties: true }) details?: unknown;
  request_id!: string;
}
