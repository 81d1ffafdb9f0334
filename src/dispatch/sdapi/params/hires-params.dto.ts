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
import { SamplingParams } from './sampling-params.dto.js';

/** Hires fix and refiner. */
export class HiresParams extends SamplingParams {
  /** Hires fix: sample small, enlarge, sample again. Text to image only. */
  @IsOptional()
  @IsBoolean()
  enable_hr?: boolean;

  /** 0 to 1: how much the second pass (or image to image) may change. Hires fix: default 0.7. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  denoising_strength?: number;

  /** How many times larger. */
  @IsOptional()
  @IsNumber()
  @Min(1)
  @Max(16)
  hr_scale?: number;

  /** Name of an upscaler or of a latent upscale mode. */
  @IsOptional()
  @IsString()
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

  /** Checkpoint of the second pass. */
  @IsOptional()
  @IsString()
  hr_checkpoint_name?: string;

  /** Sampler of the second pass. */
  @IsOptional()
  @IsString()
  hr_sampler_name?: string;

  /** Scheduler of the second pass. */
  @IsOptional()
  @IsString()
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

  /** CFG scale of the second pass. Forge only; default as `cfg_scale`. */
  @IsOptional()
  @IsNumber()
  hr_cfg?: number;

  /** Distilled CFG scale of the second pass. Forge only; default as `distilled_cfg_scale`. */
  @IsOptional()
  @IsNumber()
  hr_distilled_cfg?: number;

  /** Modules of the second pass. Forge only; default `["Use same choices"]`. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  hr_additional_modules?: string[];

  /** Legacy: width of the first pass. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(16384)
  firstphase_width?: number;

  /** Legacy: height of the first pass. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(16384)
  firstphase_height?: number;

  /** Legacy: image (base64) that replaces the first pass. */
  @IsOptional()
  @IsString()
  firstpass_image?: string;

  /** Checkpoint that takes over at `refiner_switch_at`. */
  @IsOptional()
  @IsString()
  refiner_checkpoint?: string;

  /** 0 to 1: after which share of the steps the refiner takes over. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(1)
  refiner_switch_at?: number;
}
