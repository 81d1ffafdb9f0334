import { Type } from 'class-transformer';
import { IsBoolean, IsInt, IsOptional, Max, Min, ValidateIf } from 'class-validator';

const MOST = Number.MAX_SAFE_INTEGER;
const OrNull = (): PropertyDecorator => ValidateIf((_dto, value) => value !== null && value !== undefined);

/** What becomes of old images: they go to the trash first, and from there they are deleted. */
export class StoragePolicyDto {
  /** Older images go; null: of any age. */
  @OrNull() @IsInt() @Min(1) @Max(36_500) max_age_days: number | null = null;

  /** Beyond so many the oldest go; null: any number. */
  @OrNull() @IsInt() @Min(1) @Max(MOST) max_images: number | null = null;

  /** Beyond so many bytes the oldest go; null: any. */
  @OrNull() @IsInt() @Min(1) @Max(MOST) max_bytes: number | null = null;

  /** Favourites never go by themselves. */
  @IsOptional() @IsBoolean() keep_favourites: boolean = true;

  /** Nor do images with stars. */
  @IsOptional() @IsBoolean() keep_rated: boolean = true;

  /** Days in the trash before an image is deleted for good. */
  @IsOptional() @IsInt() @Min(0) @Max(36_500) trash_days: number = 30;
}

export class AmountDto {
  images!: number;
  bytes!: number;
}

export class PreviewsAmountDto {
  files!: number;
  bytes!: number;
}

export class MonthAmountDto extends AmountDto {
  /** UTC, like `2026-11`. */
  month!: string;
}

export class ServerAmountDto extends AmountDto {
  /** Null for imported images. */
  server_alias!: string | null;
}

export class DiskDto {
  free_bytes!: number;
  total_bytes!: number;
}

export class LastCleanupDto {
  timestamp!: string;
  /** Images deleted for good. */
  removed!: number;
  /** Their bytes. */
  bytes!: number;
  /** Images that went to the trash. */
  trashed!: number;
}

export class StorageDto extends AmountDto {
  /** What is in the trash; counted above too. */
  @Type(() => AmountDto) trash!: AmountDto;
  /** They come back by themselves when they are deleted. Counted every ten minutes. */
  @Type(() => PreviewsAmountDto) previews!: PreviewsAmountDto;
  @Type(() => AmountDto) favourites!: AmountDto;
  /** Newest first. */
  @Type(() => MonthAmountDto) by_month!: MonthAmountDto[];
  /** Largest first. */
  @Type(() => ServerAmountDto) by_server!: ServerAmountDto[];
  /** Of the images folder; null where the system does not tell. */
  @Type(() => DiskDto) disk!: DiskDto | null;
  @Type(() => StoragePolicyDto) policy!: StoragePolicyDto;
  @Type(() => LastCleanupDto) last_cleanup!: LastCleanupDto | null;
}

export class CleanupRequestDto {
  /** `true` only tells what would go. */
  @IsOptional() @IsBoolean() dry_run: boolean = false;
}

export class CleanupDto extends AmountDto {
  /** Images deleted for good, because they were in the trash for long enough. `images` are those that go there. */
  deleted_images!: number;
  deleted_bytes!: number;
}
