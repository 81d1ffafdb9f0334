import { ApiProperty } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

export class ListWildcardsQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(500) limit: number = 500;
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(100_000) offset: number = 0;
}

export class WildcardEntryDto {
  /** As it is written between `__` and `__`. */
  name!: string;
  /** How many options it has; null: the file cannot be used (larger than 1 MB, or not readable). */
  @ApiProperty({ type: Number, nullable: true }) options!: number | null;
}

export class WildcardListDto {
  total!: number;
  @ApiProperty({ type: [WildcardEntryDto] }) wildcards!: WildcardEntryDto[];
}

export class WildcardDto extends WildcardEntryDto {
  /** One option a line; `0.5::text` has a weight, lines that begin with `#` are comments. */
  text!: string;
}

export class WriteWildcardDto {
  /** One option a line; at most 1 MB. */
  @IsString() text!: string;
}

export class PreviewPromptDto {
  /** With `{a|b}`, `{2$$a|b|c}`, `{0.3::a|b}`, `__name__`. */
  @IsString() @MaxLength(20_000) prompt!: string;
  /** How many samples. */
  @IsOptional() @IsInt() @Min(1) @Max(20) count: number = 5;
  /** Of the first sample; the others go on from there. Without it each is by chance. */
  @IsOptional() @IsInt() @Min(-1) @Max(Number.MAX_SAFE_INTEGER - 20) seed?: number;
}

export class PromptChoiceDto {
  /** The braces or the wildcard as written. */
  from!: string;
  chosen!: string;
}

export class PromptSampleDto {
  /** Null: by chance. */
  @ApiProperty({ type: Number, nullable: true }) seed!: number | null;
  prompt!: string;
  @ApiProperty({ type: [PromptChoiceDto] }) choices!: PromptChoiceDto[];
}

export class PromptWarningDto {
  /** Stable: `wildcard_not_found`, `wildcard_empty`, `wildcard_cycle`, `wildcard_too_deep`, `prompt_too_long`. */
  code!: string;
  message!: string;
}

export class PromptPreviewDto {
  @ApiProperty({ type: [PromptSampleDto] }) samples!: PromptSampleDto[];
  @ApiProperty({ type: [PromptWarningDto] }) warnings!: PromptWarningDto[];
}

export class WildcardDoneDto {
  @ApiProperty({ type: Boolean }) success!: true;
  message!: string;
}
