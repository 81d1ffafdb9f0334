import { ApiProperty } from '@nestjs/swagger';
import { IsString, MaxLength } from 'class-validator';
import type { JsonObject } from '../../common/json.js';

const SOURCES = ['a1111', 'comfyui'] as const;

export class InfotextDto {
  /**
   * The text that A1111 or Forge writes into an image, or ComfyUI's graph (its "prompt", not its "workflow") as JSON.
   * A body may have 1 MB.
   */
  @ApiProperty({
    example:
      'a lighthouse\nNegative prompt: fog\nSteps: 20, Sampler: Euler a, CFG scale: 7, Seed: 42, Size: 512x768',
  })
  @IsString()
  @MaxLength(1_000_000)
  infotext!: string;
}

export class PictureUploadDto {
  /** PNG, JPEG or WebP, at most 64 MiB. */
  @ApiProperty({ type: 'string', format: 'binary' }) file!: unknown;
}

export class MadeWithDto {
  /**
   * As jobs of `forge` and `a1111` take them (sizes in pixels), and only those that are named; null when there are none.
   * ComfyUI's samplers and schedulers are called as the WebUIs call them; what they do not have is left out, and so is
   * a number beyond 2^53, which would come as another one.
   */
  @ApiProperty({ type: 'object', additionalProperties: true, nullable: true })
  generation_params!: JsonObject | null;
  /** What wrote them: A1111 or one of its relatives (Forge), or ComfyUI; null when nothing did. */
  @ApiProperty({ type: String, enum: SOURCES, nullable: true })
  source!: (typeof SOURCES)[number] | null;
}
