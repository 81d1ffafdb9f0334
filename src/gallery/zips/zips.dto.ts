import { ArrayMaxSize, ArrayMinSize, IsArray, IsIn, IsOptional, IsString, MaxLength } from 'class-validator';

const METADATA = ['keep', 'strip'] as const;

export class OrderZipDto {
  /** At most 5,000. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(5_000)
  @IsString({ each: true })
  @MaxLength(128, { each: true })
  filenames!: string[];

  /** `strip` leaves out everything but the picture: prompts, workflows, EXIF. */
  @IsOptional() @IsIn(METADATA) metadata: 'keep' | 'strip' = 'keep';
}

export class ZipDto {
  id!: string;
  /** Where it is fetched, within ten minutes and by whoever has ordered it; relative to the root of this server. */
  url!: string;
  filename!: string;
  /** How many of the images there are; the others are named in `missing.txt` inside. */
  images!: number;
  bytes_estimate!: number;
}
