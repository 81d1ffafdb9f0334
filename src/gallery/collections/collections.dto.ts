import { Transform, Type } from 'class-transformer';
import { IsString, Length, Matches } from 'class-validator';

export class CollectionFormDto {
  /** 1–100 characters. */
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.trim() : value))
  @IsString()
  @Length(1, 100)
  @Matches(/^\P{Cc}*$/u, { message: 'name must not hold control characters' })
  name!: string;
}

export class CollectionDto {
  id!: number;
  name!: string;
  /** Images in it that the caller may see, without those in the trash. */
  count!: number;
  /** Of the newest image in it; null while it is empty. */
  cover_preview_url!: string | null;
  created_timestamp!: string;
}

export class CollectionsDto {
  /** By name. */
  @Type(() => CollectionDto) collections!: CollectionDto[];
}
