import { ApiProperty, ApiPropertyOptional, PickType } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayNotEmpty,
  IsArray,
  IsIn,
  IsObject,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateBy,
  ValidateNested,
} from 'class-validator';
import { IsParamPath } from '../bulks/is-param-path.js';
import { GenerateDto } from '../jobs/generate.dto.js';
import { FAILURE_POLICIES, type FailurePolicy } from '../jobs/job-dependency.js';

export const MAX_STEPS = 50;
const NAME = /^[\w.-]{1,64}$/;
const NAME_MESSAGE = 'must be 1 to 64 letters, digits, "_", "-" and "."';

const CHOICES = ['first', 'all', 'each'] as const;
/** Which images of an earlier step a step takes: by their place, from 0, or in words. */
export type WhichImages = (typeof CHOICES)[number] | number;

function IsWhichImages(): PropertyDecorator {
  const isPlace = (value: unknown): boolean =>
    typeof value === 'number' && Number.isInteger(value) && value >= 0;
  const isWhich = (value: unknown): boolean =>
    (CHOICES as readonly unknown[]).includes(value) || isPlace(value);
  const message = 'which must be first, all, each, or the place of one image, from 0';
  return ValidateBy({
    name: 'isWhichImages',
    validator: { validate: isWhich, defaultMessage: () => message },
  });
}

/** Images of an earlier step. */
export class TakenImagesDto {
  /** Name of the step that makes them. */
  @IsString() from!: string;

  /** `first` (default), `all` of them into one list, one by its place from 0, or `each`: a job for each image. */
  @ApiPropertyOptional({
    oneOf: [
      { type: 'string', enum: [...CHOICES] },
      { type: 'integer', minimum: 0 },
    ],
  })
  @IsOptional()
  @IsWhichImages()
  which?: WhichImages;

  /** The parameter that they go to, `init_images`; dots lead into it: `alwayson_scripts.ControlNet.args.0.image`. */
  @IsParamPath() into!: string;
}

/** The seed that an earlier step uses. */
export class TakenSeedDto {
  @IsString() from!: string;

  /** The parameter that it goes to. Default `seed`. */
  @IsOptional() @IsParamPath() into?: string;
}

export class TakesDto {
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TakenImagesDto) images?: TakenImagesDto;
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TakenSeedDto) seed?: TakenSeedDto;
}

/** A step: a job as `POST /api/v2/generate` takes it, and what it waits for. */
export class PipelineStepDto extends PickType(GenerateDto, [
  'app_type',
  'target_server_alias',
  'generation_params',
  'priority',
  'max_retries',
  'dynamic_prompts',
] as const) {
  /** No other step has it. */
  @Matches(NAME, { message: `name ${NAME_MESSAGE}` }) name!: string;

  /** Names of steps that have to complete first; those that it takes something from are among them by themselves. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(MAX_STEPS)
  @IsString({ each: true })
  after?: string[];

  /** What it takes from earlier steps. */
  @IsOptional() @IsObject() @ValidateNested() @Type(() => TakesDto) takes?: TakesDto;

  /**
   * When a step that it waits for fails or is cancelled: `cancel` (default) cancels this one, and whatever waits for it;
   * `run` lets it run anyway, unless it is an image of that step that it takes.
   */
  @IsOptional() @IsIn(FAILURE_POLICIES) on_failure?: FailurePolicy;
}

/** Jobs that build upon each other, across servers and engines. */
export class PipelineRequestDto extends PickType(GenerateDto, [
  'priority',
  'not_before',
  'source_info',
  'webhook',
  'metadata',
] as const) {
  /** For people. */
  @IsOptional() @IsString() @MaxLength(200) name?: string;

  /** In any order; who waits for whom is told by `after` and `takes`. */
  @ApiProperty({ type: [PipelineStepDto] })
  @IsArray()
  @ArrayNotEmpty()
  @ArrayMaxSize(MAX_STEPS)
  @ValidateNested({ each: true })
  @Type(() => PipelineStepDto)
  steps!: PipelineStepDto[];
}
