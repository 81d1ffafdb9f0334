import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsIn, IsObject, IsOptional, IsString, Length } from 'class-validator';
import { IsSmallJson } from '../common/is-small-json.js';

export const PRESET_KINDS = ['generation', 'style', 'search'] as const;
export type PresetKind = (typeof PRESET_KINDS)[number];

const MAX_BODY_BYTES = 65_536;
const trimmed = Transform(({ value }: { value: unknown }) =>
  typeof value === 'string' ? value.trim().normalize('NFC') : value,
);

export class ListPresetsQuery {
  /** Only these. */
  @IsOptional() @IsIn(PRESET_KINDS) kind?: PresetKind;
}

export class CreatePresetDto {
  @IsIn(PRESET_KINDS) kind!: PresetKind;
  /** Unique among the caller's own of its kind. */
  @trimmed @IsString() @Length(1, 100) name!: string;
  /** Whatever the client needs to find it again; at most 64 kB as JSON. */
  @IsObject()
  @IsSmallJson(MAX_BODY_BYTES)
  @ApiProperty({ type: 'object', additionalProperties: true })
  body!: Record<string, unknown>;
}

/** What is left out stays as it is. */
export class UpdatePresetDto {
  @IsOptional() @trimmed @IsString() @Length(1, 100) name?: string;
  @IsOptional()
  @IsObject()
  @IsSmallJson(MAX_BODY_BYTES)
  @ApiPropertyOptional({ type: 'object', additionalProperties: true })
  body?: Record<string, unknown>;
}

export class PresetDto {
  id!: string;
  @ApiProperty({ enum: PRESET_KINDS }) kind!: PresetKind;
  name!: string;
  @ApiProperty({ type: 'object', additionalProperties: true }) body!: Record<string, unknown>;
  created_timestamp!: string;
  updated_timestamp!: string;
}

export class PresetListDto {
  /** By kind and name. */
  @ApiProperty({ type: [PresetDto] }) presets!: PresetDto[];
}
