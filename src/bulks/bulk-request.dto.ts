import { ApiProperty, ApiPropertyOptional, IntersectionType } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsNumber,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { isJsonObject, type JsonObject } from '../common/json.js';
import { GenerateDto } from '../jobs/generate.dto.js';
import type { SeedVariation } from './bulk-seeds.js';
import { IsParamPath } from './is-param-path.js';

const MAX_VALUES = 10_000;
const MAX_LINES = 100_000;

const lowerCase = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' ? value.trim().toLowerCase() : value,
);
const numberFromText = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' && /^\s*-?\d+(\.\d+)?\s*$/.test(value) ? Number(value) : value,
);
const nullIsAbsent = Transform(({ value }: { value: unknown }) => value ?? undefined);

function IsPromptLine(): PropertyDecorator {
  const isLine = (value: unknown): boolean => typeof value === 'string' || isJsonObject(value);
  const message = 'each entry must be a prompt, or an object with parameters';
  return ValidateBy(
    { name: 'isPromptLine', validator: { validate: isLine, defaultMessage: () => message } },
    { each: true },
  );
}

/** One more parameter to go through. */
export class VaryDto {
  /** Name of the parameter; dots lead into it: `cfg_scale`, `override_settings.CLIP_stop_at_last_layers`. */
  @IsParamPath() path!: string;
  /** Its values, one after the other. */
  @ApiProperty({ type: 'array', items: {} })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_VALUES)
  values!: unknown[];
}

/** Everything with everything: prompts × negative_prompts × models × samplers × schedulers × vary × seeds, the first changing slowest. */
export class MatrixDto {
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_VALUES)
  @IsString({ each: true })
  @MaxLength(20_000, { each: true })
  prompts?: string[];
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_VALUES)
  @IsString({ each: true })
  @MaxLength(20_000, { each: true })
  negative_prompts?: string[];
  /** Checkpoints. */
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_VALUES)
  @IsString({ each: true })
  @MaxLength(500, { each: true })
  models?: string[];
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_VALUES)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  samplers?: string[];
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_VALUES)
  @IsString({ each: true })
  @MaxLength(200, { each: true })
  schedulers?: string[];
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_VALUES)
  @IsInt({ each: true })
  @Min(-1, { each: true })
  @Max(Number.MAX_SAFE_INTEGER, { each: true })
  seeds?: number[];
  /** Any other parameters. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(10)
  @ValidateNested({ each: true })
  @Type(() => VaryDto)
  vary?: VaryDto[];
}

/** What makes a bulk of a job. */
export class BulkOptionsDto {
  /** How many jobs, 1–100; with `matrix` or `prompt_list` how many of each. */
  @nullIsAbsent @numberFromText @IsOptional() @IsInt() @Min(1) @Max(100_000) bulk_quantity?: number;

  /** How many of each, on top of `bulk_quantity`. */
  @nullIsAbsent @numberFromText @IsOptional() @IsInt() @Min(1) @Max(100_000) repeat?: number;

  /** `random` (default) or `incremental`. With `matrix` or `prompt_list` and without it, a seed in `generation_params` is kept for all. */
  @ApiPropertyOptional({ enum: ['random', 'incremental'] })
  @nullIsAbsent
  @lowerCase
  @IsOptional()
  @IsIn(['random', 'incremental'])
  seed_variation?: SeedVariation;

  /** Where `incremental` starts, and what `random` draws from so that the same request makes the same seeds; -1 (default): chance. */
  @nullIsAbsent
  @numberFromText
  @IsOptional()
  @IsInt()
  @Min(-1)
  @Max(Number.MAX_SAFE_INTEGER)
  base_seed?: number;

  /** Seconds from the earliest start of one job to that of the next, 0–30. */
  @nullIsAbsent @numberFromText @IsOptional() @IsNumber() @Min(0) @Max(30) job_delay?: number;

  /** For people. */
  @nullIsAbsent @IsOptional() @IsString() @MaxLength(200) name?: string;

  @IsOptional() @IsObject() @ValidateNested() @Type(() => MatrixDto) matrix?: MatrixDto;

  /** Prompts, or objects whose parameters are merged over `generation_params` (null removes one). */
  @ApiPropertyOptional({
    type: 'array',
    items: { oneOf: [{ type: 'string' }, { type: 'object', additionalProperties: true }] },
  })
  @IsOptional()
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_LINES)
  @IsPromptLine()
  prompt_list?: (string | JsonObject)[];

  /** True: tells what would be queued and queues nothing. */
  @nullIsAbsent @IsOptional() @IsBoolean() dry_run?: boolean;
}

/** Many jobs at once: those of a plain submit, with different seeds, over a matrix, over a list. */
export class BulkRequestDto extends IntersectionType(GenerateDto, BulkOptionsDto) {}

/** A list as a file, with the rest of the request as text. */
export class BulkUploadDto {
  /** `.txt` (one prompt a line), `.csv` (with a header of parameter names) or `.jsonl` (an object a line), at most 8 MB. */
  @ApiProperty({ type: 'string', format: 'binary' }) file!: unknown;

  /** The request without `prompt_list`, as JSON. */
  @IsOptional() @IsString() @MaxLength(1_000_000) request?: string;

  /** `true`: tells what would be queued and queues nothing. */
  @IsOptional() @IsIn(['true', 'false', '1', '0', '']) dry_run?: string;
}
