// From the policy to the fields of its form and back: sizes are typed in GB, and an empty field is no limit.
import type { RetentionPolicy } from '../../../api/queries/gallery/storage';

const GB = 1_000_000_000;

export interface PolicyFields {
  maxAgeDays: number | string;
  maxImages: number | string;
  maxGigabytes: number | string;
  keepFavourites: boolean;
  keepRated: boolean;
  trashDays: number | string;
}

export const toFields = (policy: RetentionPolicy): PolicyFields => ({
  maxAgeDays: policy.max_age_days ?? '',
  maxImages: policy.max_images ?? '',
  maxGigabytes: policy.max_bytes === null ? '' : policy.max_bytes / GB,
  keepFavourites: policy.keep_favourites,
  keepRated: policy.keep_rated,
  trashDays: policy.trash_days,
});

export const toPolicy = (fields: PolicyFields): RetentionPolicy => ({
  max_age_days: limitOf(fields.maxAgeDays),
  max_images: limitOf(fields.maxImages),
  max_bytes: limitOf(fields.maxGigabytes, GB),
  keep_favourites: fields.keepFavourites,
  keep_rated: fields.keepRated,
  trash_days: limitOf(fields.trashDays) ?? 30,
});

function limitOf(value: number | string, unit = 1): number | null {
  const number = value === '' ? NaN : Number(value);
  return Number.isFinite(number) && number > 0 ? Math.round(number * unit) : null;
}
