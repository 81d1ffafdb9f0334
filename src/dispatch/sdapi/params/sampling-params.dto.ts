import {
  IsArray,
  IsBoolean,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
} from 'class-validator';

const MAX_PROMPT_CHARS = 100_000;

/** Prompt, size, sampler and seed: what every generation has. */
export class SamplingParams {
  /** What to paint. `positive_prompt` is accepted as another name. May hold `<lora:name:weight>`. */
  @IsOptional()
  @IsString()
  @MaxLength(MAX_PROMPT_CHARS)
  prompt?: string;

  /** What to avoid. */
  @IsOptional()
  @IsString()
  @MaxLength(MAX_PROMPT_CHARS)
  negative_prompt?: string;

  /** Names of prompt styles that the server knows. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  styles?: string[];

  /** Pixels; rounded down to a multiple of 8 by the server. Default 512. */
  @IsOptional()
  @IsInt()
  @Min(8)
  @Max(16384)
  width?: number;

  /** Pixels; rounded down to a multiple of 8 by the server. Default 512. */
  @IsOptional()
  @IsInt()
  @Min(8)
  @Max(16384)
  height?: number;

  /** Images per batch, made at once. Default 1. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  batch_size?: number;

  /** Batches, made one after the other; the job makes `batch_size` × `n_iter` images. Default 1. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  n_iter?: number;

  /** Sampling steps. Default 20. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  steps?: number;

  /** How strictly to follow the prompt. Default 7. */
  @IsOptional()
  @IsNumber()
  @Min(-100)
  @Max(1000)
  cfg_scale?: number;

  /** Guidance of distilled models such as Flux. Forge only. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1000)
  distilled_cfg_scale?: number;

  /** Sampler name. Absent: the server's default. */
  @IsOptional()
  @IsString()
  sampler_name?: string;

  /** Scheduler name or label. Absent: the sampler's own. */
  @IsOptional()
  @IsString()
  scheduler?: string;

  /** Sampler's eta. */
  @IsOptional()
  @IsNumber()
  eta?: number;

  /** Sampler's `s_min_uncond`. */
  @IsOptional()
  @IsNumber()
  s_min_uncond?: number;

  /** Sampler's churn. */
  @IsOptional()
  @IsNumber()
  s_churn?: number;

  /** Sampler's `s_tmax`. */
  @IsOptional()
  @IsNumber()
  s_tmax?: number;

  /** Sampler's `s_tmin`. */
  @IsOptional()
  @IsNumber()
  s_tmin?: number;

  /** Sampler's noise. */
  @IsOptional()
  @IsNumber()
  s_noise?: number;

  /** Seed of the first image; -1, empty or absent picks a random one, which is stored with the job. */
  @IsOptional()
  @IsInt()
  @Min(-9007199254740991)
  @Max(9007199254740991)
  seed?: number;

  /** Variation seed; -1 picks a random one. Used with `subseed_strength`. */
  @IsOptional()
  @IsInt()
  @Min(-9007199254740991)
  @Max(9007199254740991)
  subseed?: number;

  /** 0 to 1: how much of the variation seed to mix in. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  subseed_strength?: number;

  /** Keep the composition that this seed has at another width. */
  @IsOptional()
  @IsInt()
  seed_resize_from_w?: number;

  /** Keep the composition that this seed has at another height. */
  @IsOptional()
  @IsInt()
  seed_resize_from_h?: number;

  /** Repair faces afterwards. */
  @IsOptional()
  @IsBoolean()
  restore_faces?: boolean;

  /** Make the image tileable. */
  @IsOptional()
  @IsBoolean()
  tiling?: boolean;
}
