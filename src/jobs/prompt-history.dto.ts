import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export class PromptHistoryQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 50;
  /** Part of either prompt; upper and lower case are the same. */
  @IsOptional() @IsString() @MaxLength(200) q?: string;
}

export class UsedPromptDto {
  /** As it was written, dynamic parts unresolved. */
  prompt!: string;
  negative_prompt!: string;
  last_used!: string;
  /** Jobs that were submitted with it. */
  count!: number;
}

export class PromptHistoryDto {
  /** The last used first; the last 1,000 of a caller are kept, also when the jobs are deleted. */
  @ApiProperty({ type: [UsedPromptDto] }) prompts!: UsedPromptDto[];
}
