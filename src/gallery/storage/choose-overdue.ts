// Which images a policy sends to the trash. Pure.
import type { ImageColumns } from '../search/image-columns.js';
import type { StoragePolicyDto } from './storage.dto.js';

export interface Overdue {
  ids: number[];
  bytes: number;
}

const DAY_MS = 24 * 3600_000;

/** The oldest first. What is kept counts towards the limits, too, but never goes. */
export function chooseOverdue(columns: ImageColumns, policy: StoragePolicyDto, now: number): Overdue {
  const { max_age_days: days, max_images: mostImages, max_bytes: mostBytes } = policy;
  const overdue: Overdue = { ids: [], bytes: 0 };
  if (days === null && mostImages === null && mostBytes === null) return overdue;
  const shown = columns.ordered('time').filter((at) => columns.isSaved(at) && !columns.isTrashed(at));
  const before = days === null ? -Infinity : now - days * DAY_MS;
  let images = shown.length;
  let bytes = shown.reduce((sum, at) => sum + columns.bytes[at]!, 0);
  for (const at of shown) {
    const isOld = columns.created[at]! < before;
    const isTooMuch = images > (mostImages ?? Infinity) || bytes > (mostBytes ?? Infinity);
    if (!isOld && !isTooMuch) break;
    if (isKept(columns, at, policy)) continue;
    overdue.ids.push(columns.id[at]!);
    overdue.bytes += columns.bytes[at]!;
    images -= 1;
    bytes -= columns.bytes[at]!;
  }
  return overdue;
}

function isKept(columns: ImageColumns, at: number, policy: StoragePolicyDto): boolean {
  return (
    (policy.keep_favourites && columns.isFavourite(at)) || (policy.keep_rated && columns.rating[at]! > 0)
  );
}
