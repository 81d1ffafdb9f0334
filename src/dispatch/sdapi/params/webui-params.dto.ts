import 'reflect-metadata';
import { Type } from 'class-transformer';
import {
  IsArray,
  IsBoolean,
  IsInt,
  IsObject,
  IsOptional,
  IsString,
  Max,
  MaxLength,
  Min,
  ValidateNested,
} from 'class-validator';
import type { JsonObject } from '../../../common/json.js';
import { LoraChoice } from '../../params/lora-choice.dto.js';
import { Img2imgParams } from './img2img-params.dto.js';

/**
 * `generation_params` of the app types `forge` and `a1111`: the parameters of their txt2img and img2img calls under
 * the same names, and a few of our own. Keys that are not listed here are kept with the job but not sent.
 */
export class WebuiParams extends Img2imgParams {
  /**
   * Checkpoint to use, by any name that the server knows it by: title, file name, relative path, short hash,
   * SHA-256. Absent: whatever the server has loaded. `override_settings.sd_model_checkpoint` is the same.
   */
  @IsOptional()
  @IsString()
  checkpoint_name?: string;

  /** VAE file, `Automatic` or `None`. */
  @IsOptional()
  @IsString()
  vae?: string;

  /** Forge: VAE and text encoder files (`forge_additional_modules`). A1111 takes one VAE at most. */
  @IsOptional()
  @IsArray()
  @IsString({ each: true })
  modules?: string[];

  /** LoRAs to add to the prompt. */
  @IsOptional()
  @IsArray()
  @ValidateNested({ each: true })
  @Type(() => LoraChoice)
  loras?: LoraChoice[];

  /** Last layers of CLIP to skip: 1 is none. */
  @IsOptional()
  @IsInt()
  @Min(1)
  @Max(12)
  clip_skip?: number;

  /** Do not read `<lora:…>` and the like in the prompts. */
  @IsOptional()
  @IsBoolean()
  disable_extra_networks?: boolean;

  /** Server options for this job only, as `GET /sdapi/v1/options` names them. */
  @IsOptional()
  @IsObject()
  override_settings?: JsonObject;

  /** Always-on scripts by title: `{ "ControlNet": { "args": [ … ] } }`; a bare list counts as its `args`. */
  @IsOptional()
  @IsObject()
  alwayson_scripts?: JsonObject;

  /** Title of a selectable script. */
  @IsOptional()
  @IsString()
  script_name?: string;

  /** Positional arguments of `script_name`. */
  @IsOptional()
  @IsArray()
  script_args?: unknown[];

  /** Comments that the server writes into the image's text. */
  @IsOptional()
  @IsObject()
  comments?: JsonObject;

  /** A whole infotext; fills every parameter that is not given beside it. */
  @IsOptional()
  @IsString()
  @MaxLength(1_000_000)
  infotext?: string;
}
