import {
  ArrayMaxSize,
  IsArray,
  IsBoolean,
  IsInt,
  IsNumber,
  IsOptional,
  IsString,
  Max,
  Min,
} from 'class-validator';
import { HiresParams } from './hires-params.dto.js';

/** Image to image and inpainting; chosen by the presence of `init_images`. */
export class Img2imgParams extends HiresParams {
  /** Images to start from: base64, bare or as data URI. URLs are not fetched. */
  @IsOptional()
  @IsArray()
  @ArrayMaxSize(100)
  @IsString({ each: true })
  init_images?: string[];

  /** 0 stretch, 1 crop and resize, 2 resize and fill, 3 stretch in latent space. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(3)
  resize_mode?: number;

  /** How much of the image to keep, for instruct-pix2pix models. */
  @IsOptional()
  @IsNumber()
  image_cfg_scale?: number;

  /** Inpainting mask, base64: white is painted anew. */
  @IsOptional()
  @IsString()
  mask?: string;

  /** Blur of the mask's edge in pixels, both directions. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1024)
  mask_blur?: number;

  /** Blur of the mask's edge in pixels, horizontally. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1024)
  mask_blur_x?: number;

  /** Blur of the mask's edge in pixels, vertically. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1024)
  mask_blur_y?: number;

  /** Round the mask to whole latent pixels. */
  @IsOptional()
  @IsBoolean()
  mask_round?: boolean;

  /** What to start from under the mask: 0 fill, 1 original, 2 latent noise, 3 latent nothing. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(3)
  inpainting_fill?: number;

  /** Paint the masked area at full resolution. */
  @IsOptional()
  @IsBoolean()
  inpaint_full_res?: boolean;

  /** Pixels around the masked area that are seen when it is painted at full resolution. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(4096)
  inpaint_full_res_padding?: number;

  /** 1: paint what is not masked. */
  @IsOptional()
  @IsInt()
  @Min(0)
  @Max(1)
  inpainting_mask_invert?: number;

  /** Multiplies the noise that the image starts with. */
  @IsOptional()
  @IsNumber()
  initial_noise_multiplier?: number;

  /** Mask in latent space, base64. */
  @IsOptional()
  @IsString()
  latent_mask?: string;
}
