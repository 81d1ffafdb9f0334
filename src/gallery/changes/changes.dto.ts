import { Transform } from 'class-transformer';
import {
  ArrayMaxSize,
  ArrayMinSize,
  IsArray,
  IsBoolean,
  IsIn,
  IsInt,
  IsOptional,
  IsString,
  Length,
  Matches,
  Max,
  MaxLength,
  Min,
} from 'class-validator';

export const IMAGE_ACTIONS = [
  'trash',
  'restore',
  'delete',
  'favourite',
  'unfavourite',
  'rate',
  'add_tags',
  'remove_tags',
  'add_to_collection',
  'remove_from_collection',
] as const;
export type ImageAction = (typeof IMAGE_ACTIONS)[number];

export const MOST_TAGS_OF_AN_IMAGE = 100;

/** In lower case, with single blanks, each once. */
const AreTags = (): PropertyDecorator => (target, property) => {
  const rules = [
    Transform(({ value }: { value: unknown }) => (Array.isArray(value) ? tidyTags(value) : value)),
    IsArray(),
    ArrayMaxSize(50),
    IsString({ each: true }),
    Length(1, 64, { each: true }),
    Matches(/^\P{Cc}*$/u, { each: true, message: 'tags must not hold control characters' }),
  ];
  for (const rule of rules) rule(target, property);
};

function tidyTags(values: unknown[]): unknown[] {
  const tidy = values.map((value) =>
    typeof value === 'string' ? value.trim().replace(/ +/g, ' ').toLowerCase() : value,
  );
  return [...new Set(tidy)];
}

export class ImagePatchDto {
  @IsOptional() @IsBoolean() favourite?: boolean;
  /** 1–5; 0 takes it away. */
  @IsOptional() @IsInt() @Min(0) @Max(5) rating?: number;
  /** In place of those that it has; at most 50. Kept in lower case. */
  @IsOptional() @AreTags() tags?: string[];
}

export class ImageActionDto {
  /** At most 1,000. */
  @IsArray()
  @ArrayMinSize(1)
  @ArrayMaxSize(1_000)
  @IsString({ each: true })
  @MaxLength(128, { each: true })
  filenames!: string[];

  /** `delete` is for good; what `trash` does `restore` undoes. */
  @IsIn(IMAGE_ACTIONS) action!: ImageAction;

  /** For `rate`. */
  @IsOptional() @IsInt() @Min(0) @Max(5) rating?: number;

  /** For `add_tags` and `remove_tags`. */
  @IsOptional() @AreTags() tags?: string[];

  /** For `add_to_collection` and `remove_from_collection`. */
  @IsOptional() @IsInt() @Min(1) @Max(Number.MAX_SAFE_INTEGER) collection_id?: number;
}

export class ImageFailureDto {
  filename!: string;
  /** `image_not_found`, `invalid_filename`, `too_many_tags`, `storage_failed`. */
  code!: string;
  message!: string;
}

export class ImageActionResultDto {
  /** Images that are now as the action wants them. */
  done!: string[];
  failed!: ImageFailureDto[];
}

export class TrashEmptiedDto {
  /** Images that are gone for good. */
  deleted!: number;
}
