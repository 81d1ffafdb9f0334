import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform, Type } from 'class-transformer';
import { IsBoolean, IsIn, IsInt, IsOptional, IsString, Max, MaxLength, Min } from 'class-validator';

const onOff = Transform(({ value }: { value: unknown }) => {
  if (value === 'true' || value === '1') return true;
  return value === 'false' || value === '0' ? false : value;
});

export class ListBulksQuery {
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(100) limit: number = 20;
  /** `next_cursor` of the page before. */
  @IsOptional() @IsString() @MaxLength(200) cursor?: string;
}

export class GetBulkQuery {
  /** How many of its jobs to show. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(1_000) limit: number = 100;
  @IsOptional() @Type(() => Number) @IsInt() @Min(0) @Max(1_000_000) offset: number = 0;
}

export class RetryBulkQuery {
  /** Cancelled jobs too. */
  @ApiPropertyOptional({ type: Boolean })
  @IsOptional()
  @onOff
  @IsBoolean()
  cancelled: boolean = false;
}

export class ContactSheetQuery {
  /** Images in a row; by default about as many as rows. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(50) columns?: number;
  /** Pixels of an image's longest side; smaller where the sheet would grow too large. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(32) @Max(512) size: number = 256;
  /** At most so many images, the first ones. */
  @IsOptional() @Type(() => Number) @IsInt() @Min(1) @Max(200) limit: number = 200;
  @IsOptional() @IsIn(['jpeg', 'webp']) format: 'jpeg' | 'webp' = 'jpeg';
  /** The seed below each image. */
  @ApiPropertyOptional({ type: Boolean })
  @IsOptional()
  @onOff
  @IsBoolean()
  captions: boolean = true;
}
