import { ApiProperty } from '@nestjs/swagger';
import { IsIn, IsOptional } from 'class-validator';
import type { Inventory, ModelFile, NamedChoice } from '../dispatch/contract/index.js';

const FLAG = ['true', 'false', '1', '0', ''] as const;
type Flag = (typeof FLAG)[number];

export class InventoryQueryDto {
  /** `true` asks the server now. */
  @IsOptional() @IsIn(FLAG) refresh?: Flag;
}

export class RemoveServerQueryDto {
  /** `true` removes it even while jobs run there. */
  @IsOptional() @IsIn(FLAG) force?: Flag;
}

export function isSet(flag: Flag | undefined): boolean {
  return flag === 'true' || flag === '1' || flag === '';
}

/** A checkpoint, LoRA, VAE or other file as the server names it. */
export class ModelFileDto {
  name!: string;
  /** What the server itself calls it. */
  title!: string;
  aliases!: string[];
  /** Null until the server has computed it. */
  @ApiProperty({ type: String, nullable: true }) sha256!: string | null;
  @ApiProperty({ type: String, nullable: true }) short_hash!: string | null;
  /** Path on the server. */
  @ApiProperty({ type: String, nullable: true }) path!: string | null;
}

export class NamedChoiceDto {
  name!: string;
  label!: string;
  aliases!: string[];
}

/** What a server has. */
export class ServerInventoryDto {
  server_alias!: string;
  /** When the server was asked, ISO-8601. */
  refreshed_at!: string;
  @ApiProperty({ type: [ModelFileDto] }) checkpoints!: ModelFileDto[];
  @ApiProperty({ type: [ModelFileDto] }) loras!: ModelFileDto[];
  /** VAEs, and text encoders where the server tells them. */
  @ApiProperty({ type: [ModelFileDto] }) modules!: ModelFileDto[];
  embeddings!: string[];
  @ApiProperty({ type: [NamedChoiceDto] }) samplers!: NamedChoiceDto[];
  @ApiProperty({ type: [NamedChoiceDto] }) schedulers!: NamedChoiceDto[];
  @ApiProperty({ type: [NamedChoiceDto] }) upscalers!: NamedChoiceDto[];
  scripts!: string[];
  @ApiProperty({ type: String, nullable: true }) loaded_checkpoint!: string | null;
}

/** `extra` is between the dispatcher and itself. */
export function toInventoryDto(alias: string, inventory: Inventory, refreshedAt: string): ServerInventoryDto {
  return {
    server_alias: alias,
    refreshed_at: refreshedAt,
    checkpoints: inventory.checkpoints.map(toFileDto),
    loras: inventory.loras.map(toFileDto),
    modules: inventory.modules.map(toFileDto),
    embeddings: inventory.embeddings,
    samplers: inventory.samplers.map(toChoiceDto),
    schedulers: inventory.schedulers.map(toChoiceDto),
    upscalers: inventory.upscalers.map(toChoiceDto),
    scripts: inventory.scripts,
    loaded_checkpoint: inventory.loadedCheckpoint,
  };
}

function toFileDto({ name, title, aliases, sha256, shortHash, path }: ModelFile): ModelFileDto {
  return { name, title, aliases, sha256, short_hash: shortHash, path };
}

function toChoiceDto({ name, label, aliases }: NamedChoice): NamedChoiceDto {
  return { name, label, aliases };
}
