import { IsBoolean, IsInt, IsNumber, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

/** Hires fix, under the names of the WebUI's API. */
export class HiresFields {
  /** Hires fix: sample small, enlarge, sample again. Text to image only. */
  @IsOptional()
  @IsBoolean()
  enable_hr?: boolean;

  /** 0 to 1: how much the second pass (default 0.7) or image to image (default 0.75) may change. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  denoising_strength?: number;

  /** How many times larger. Default 2. */
  @IsOptional()
  @IsNumber()
  @Min(1)
  @Max(16)
  hr_scale?: number;

  /** `Latent` and its kinds, `Lanczos`, `Nearest`, `None`, or an upscale model. Default `Latent`. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  hr_upscaler?: string;

  /** Steps of the second pass; 0 means as many as in the first. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1000)
  hr_second_pass_steps?: number;

  /** Target width in pixels instead of `hr_scale`; 0: not used. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(16384)
  hr_resize_x?: number;

  /** Target height in pixels instead of `hr_scale`; 0: not used. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(16384)
  hr_resize_y?: number;

  /** Sampler of the second pass. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  hr_sampler_name?: string;

  /** Scheduler of the second pass. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  hr_scheduler?: string;

  /** Prompt of the second pass. */
  @IsOptional()
  @IsString()
  @MaxLength(100_000)
  hr_prompt?: string;

  /** Negative prompt of the second pass. */
  @IsOptional()
  @IsString()
  @MaxLength(100_000)
  hr_negative_prompt?: string;

  /** CFG scale of the second pass; default as `cfg_scale`. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(100)
  hr_cfg?: number;
}
