// Lists by time, for views: what the index of the table has under one name. One partition a month, so that none grows
// without end, and a year is read with twelve queries.

import { timeOf } from '#contracts/table-keys.ts';
import type { Instant } from '#domain/ids.ts';

/** Items that the index has under one name, from a sort key on. */
export interface ListRange {
  readonly list: string;
  readonly from: string;
}

/** Where an item stands in the index. */
interface ListPlace {
  readonly list: string;
  readonly listSort: string;
}

type MonthlyList = 'incidents' | 'outcomes' | 'feedback';

export function placeInMonth(list: MonthlyList, at: Instant): ListPlace {
  return { list: `${list}#${monthOf(at)}`, listSort: timeOf(at) };
}

/** From a moment to the end of the month of another one, oldest month first. */
export function monthRanges(list: MonthlyList, from: Instant, to: Instant): readonly ListRange[] {
  const ranges: ListRange[] = [];
  const first = new Date(from);
  for (let months = 0; ; months++) {
    const month = monthOf(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + months));
    if (months > 0 && month > monthOf(to)) return ranges;
    ranges.push({ list: `${list}#${month}`, from: timeOf(from) });
  }
}

/** `2026-11`. */
function monthOf(atMs: number): string {
  return timeOf(atMs).slice(0, 7);
}
