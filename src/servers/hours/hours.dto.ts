import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  ArrayUnique,
  IsArray,
  IsIn,
  IsOptional,
  IsString,
  Matches,
  MaxLength,
  ValidateNested,
} from 'class-validator';
import { DAYS, type Day } from './server-hours.js';

const TIME_OF_DAY = /^([01]\d|2[0-3]):[0-5]\d$/;
const END_OF_WINDOW = /^(([01]\d|2[0-3]):[0-5]\d|24:00)$/;
const MAX_WINDOWS = 50;

/** From `from` on each of these days until the clock next shows `to`, on the next day if that is not later. */
export class HoursWindowDto {
  @IsArray()
  @ArrayMinSize(1)
  @ArrayUnique()
  @IsIn(DAYS, { each: true })
  @ApiProperty({ enum: DAYS, isArray: true })
  days!: Day[];
  /** `HH:MM`. */
  @Matches(TIME_OF_DAY, { message: 'from must be a time of day like 22:00' }) from!: string;
  /** Likewise, or `24:00`. The same as `from`: a whole day. */
  @Matches(END_OF_WINDOW, { message: 'to must be a time of day like 06:00, or 24:00' }) to!: string;
}

/** When a server takes jobs; outside of these windows what runs ends and nothing new is sent. */
export class HoursDto {
  /** An IANA name, like `Europe/Berlin`. Null: the time zone that StableQueue runs in. */
  @IsOptional()
  @IsString()
  @MaxLength(64)
  @ApiPropertyOptional({ type: String, nullable: true })
  time_zone?: string | null;
  @IsArray()
  @ArrayMinSize(1, { message: 'windows must hold a window; for no hours at all drain the server' })
  @ArrayMaxSize(MAX_WINDOWS)
  @ValidateNested({ each: true })
  @Type(() => HoursWindowDto)
  windows!: HoursWindowDto[];
}
