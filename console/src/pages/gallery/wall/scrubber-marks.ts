import { firstDayOf } from '../layout/spans';
import type { WallLayout } from '../layout/wall-layout';

export interface ScrubberMark {
  /** Local day. */
  day: string;
  /** Of the track, 0-1. */
  at: number;
  /** Named; the others are dots. */
  isYear: boolean;
}

const APART_PX = 10;
const NAMES_APART_PX = 26;

/** Where months begin, as far as there is room for a mark, and where years do. */
export function scrubberMarks({ sections }: WallLayout, height: number, furthest: number): ScrubberMark[] {
  const marks: ScrubberMark[] = [];
  let [month, year] = ['', ''];
  let [lastY, lastNameY] = [-Infinity, -Infinity];
  for (const { span, top, height: own } of sections) {
    const day = firstDayOf(span);
    if (day === null || !own || day.slice(0, 7) === month) continue;
    month = day.slice(0, 7);
    const at = Math.min(1, top / furthest);
    const isYear = day.slice(0, 4) !== year && at * height - lastNameY >= NAMES_APART_PX;
    if (!isYear && at * height - lastY < APART_PX) continue;
    if (isYear) [year, lastNameY] = [day.slice(0, 4), at * height];
    lastY = at * height;
    marks.push({ day, at, isYear });
  }
  return marks;
}
