import { describe, expect, it } from '@jest/globals';
import { toFields, toPolicy } from './policy-fields';

describe('the form of the retention policy', () => {
  it('says the policy that it was filled from', () => {
    const policy = {
      max_age_days: 90,
      max_images: 5_000,
      max_bytes: 2_500_000_000,
      keep_favourites: true,
      keep_rated: false,
      trash_days: 14,
    };
    expect(toPolicy(toFields(policy))).toEqual(policy);
    expect(toFields(policy).maxGigabytes).toBe(2.5);
  });

  it('takes an empty field, and one that makes no sense, as no limit', () => {
    const fields = toFields({
      max_age_days: null,
      max_images: null,
      max_bytes: null,
      keep_favourites: true,
      keep_rated: true,
      trash_days: 30,
    });
    expect(fields).toMatchObject({ maxAgeDays: '', maxImages: '', maxGigabytes: '' });
    expect(toPolicy({ ...fields, maxAgeDays: -3, trashDays: '' })).toMatchObject({
      max_age_days: null,
      max_images: null,
      max_bytes: null,
      trash_days: 30,
    });
  });
});
