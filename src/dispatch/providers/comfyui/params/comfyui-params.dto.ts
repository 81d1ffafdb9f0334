import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
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
  ValidateNested,
} from 'class-validator';
import { ApiProperty } from '@nestjs/swagger';
import type { JsonObject } from '../../../../common/json.js';
import { LoraChoice } from '../../../params/lora-choice.dto.js';
import { FAMILIES, type ModelFamily } from '../build/families.js';
import { HiresFields } from './hires-fields.dto.js';

const MAX_PROMPT_CHARS = 100_000;

/**
 * `generation_params` of the app type `comfyui`: a workflow of one's own in the API format with a map of its inputs, the
 * name of a template, or plain parameters under the names of the WebUI's API, for which a graph is built. Keys that are
 * not listed here are kept with the job but not sent.
 */
export class ComfyuiParams extends HiresFields {
  /** A workflow in the API format, as an object or as its JSON text (which keeps numbers beyond 2^53 whole). */
  @IsOptional()
  @ApiProperty({
    required: false,
    oneOf: [{ type: 'object', additionalProperties: true }, { type: 'string' }],
  })
  workflow?: JsonObject | string;

  /**
   * Which inputs of the workflow are which parameter: `{ "prompt": "6.text", "seed": ["3.seed"] }`. Without it, marks in
   * the titles of nodes count (`#prompt`), then what is usual. Names of one's own get their values from `values`.
   */
  @IsOptional()
  @IsObject()
  workflow_map?: JsonObject;

  /** Name of a template, in place of a workflow. */
  @IsOptional()
  @IsString()
  @MaxLength(100)
  template?: string;

  /** Values for the names of `workflow_map` that are no parameters here. */
  @IsOptional()
  @IsObject()
  values?: JsonObject;

  /** What to paint. May hold `<lora:name:weight>`. */
  @IsOptional()
  @IsString()
  @MaxLength(MAX_PROMPT_CHARS)
  prompt?: string;

  /** What to avoid. */
  @IsOptional()
  @IsString()
  @MaxLength(MAX_PROMPT_CHARS)
  negative_prompt?: string;

  /** Pixels; default by the family of the model: 512 or 1024. */
  @IsOptional()
  @IsInt()
  @Min(16)
  @Max(16384)
  width?: number;

  /** Pixels; default by the family of the model: 512 or 1024. */
  @IsOptional()
  @IsInt()
  @Min(16)
  @Max(16384)
  height?: number;

  /** Sampling steps. Default 20; 4 for Flux schnell. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(1000)
  steps?: number;

  /** How strictly to follow the prompt. Default 7; 1 for Flux. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(100)
  cfg_scale?: number;

  /** Guidance of Flux. Default 3.5. */
  @IsOptional()
  @IsNumber()
  @Min(0)
  @Max(100)
  distilled_cfg_scale?: number;

  /** Sampler, by ComfyUI's name or the WebUI's (`Euler a`, `DPM++ 2M Karras`). Default `euler`. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  sampler_name?: string;

  /** Scheduler, by either name. Default `normal`; `simple` for Flux. */
  @IsOptional()
  @IsString()
  @MaxLength(200)
  scheduler?: string;

  /** Seed; -1, empty or absent picks a random one, which is stored with the job. Workflows keep theirs when absent. */
  @IsOptional()
  @IsInt()
  @Min(-1)
  @Max(9007199254740991)
  seed?: number;

  /** Images at once. Default 1. They share one seed. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  batch_size?: number;

  /** Batches, one after the other, with seeds that follow one another. Default 1. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(100)
  n_iter?: number;

  /** Checkpoint or diffusion model, by file name or path, with or without its ending. Absent: `default_checkpoint` of the server's options, else its first. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  checkpoint_name?: string;

  /** Which graph to build, where the name of the model does not tell. */
  @IsOptional()
  @IsIn(FAMILIES)
  model_family?: ModelFamily;

  /** VAE file in place of the checkpoint's own. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  vae?: string;

  /** VAE and text encoder files, for Flux: found by name where absent. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(20)
  @IsString({ each: true })
  modules?: string[];

  /** LoRAs beside those that the prompt names. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @ValidateNested({ each: true })
  @Type(() => LoraChoice)
  loras?: LoraChoice[];

  /** Last layers of CLIP to skip: 1 is none. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(12)
  clip_skip?: number;

  /** Images to start from: base64, bare or as data URI. URLs are not fetched. Plain jobs use the first. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  init_images?: string[];

  /** Inpainting mask, base64: white is painted anew. */
  @IsOptional()
  @IsString()
  mask?: string;

  /** 1: paint what is not masked. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1)
  inpainting_mask_invert?: number;

  /** 0 stretch, 1 crop and resize. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(3)
  resize_mode?: number;

  /** Enlarges what is saved: an upscale model, `Lanczos` or `Nearest`. With `init_images` and no prompt: nothing else is done. */
  @IsOptional()
  @IsString()
  @MaxLength(1000)
  upscaler?: string;

  /** How many times larger; absent: as the upscale model does it. */
  @IsOptional()
  @IsNumber()
  @Min(1)
  @Max(16)
  upscale_by?: number;

  /** Previews while it samples. Default true. */
  @IsOptional()
  @IsBoolean()
  previews?: boolean;
}
