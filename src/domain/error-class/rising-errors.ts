// Which kinds of errors came with an incident: those that are more frequent since its onset than they were in the hour
// before. What a service always logs is no evidence.

import type { ErrorKind, ErrorMinute } from '#domain/error-class/error-minute.ts';
import { type Instant, type ServiceId, secondsAfter, secondsBetween } from '#domain/ids.ts';

/** An hour before the onset says what a service logs anyway. */
export const BEFORE_SECONDS = 3600;
/** An onset is known to a minute or two, and errors come first. */
const ONSET_SLACK_SECONDS = 120;
/** Twice as often as usual, and so many more, before it is worth a word. */
const RISEN = 2;
const LEAST_MORE = 3;

/** A kind of error that rose. */
export interface RisingError extends Pick<ErrorKind, 'message' | 'level'> {
  readonly serviceId: ServiceId;
  readonly count: number;
  /** Of the hour before, for as long a time. */
  readonly usualCount: number;
}

/** The kinds that rose since the onset, by how many lines they are more than usual. */
export function findRisingErrors(
  minutes: readonly ErrorMinute[],
  { onsetAt, now }: { readonly onsetAt: Instant; readonly now: Instant },
): readonly RisingError[] {
  const since = secondsAfter(onsetAt, -ONSET_SLACK_SECONDS);
  const share = secondsBetween(since, now) / BEFORE_SECONDS;
  const counted = minutes.flatMap(({ serviceId, at, kinds }) =>
    kinds.map((kind) => ({ ...kind, serviceId, isSince: at >= since })),
  );
  const byKind = Map.groupBy(
    counted,
    ({ serviceId, level = '', message }) => `${serviceId} ${level} ${message}`,
  );
  const found = [...byKind.values()].flatMap((same) =>
    same.slice(0, 1).map(({ serviceId, message, level }): RisingError => {
      const sum = (isSince: boolean) =>
        same.filter((each) => each.isSince === isSince).reduce((total, { count }) => total + count, 0);
      const usualCount = Math.round(sum(false) * share * 10) / 10;
      return { serviceId, message, ...(level && { level }), count: sum(true), usualCount };
    }),
  );
  return found
    .filter(({ count, usualCount }) => count >= RISEN * usualCount && count - usualCount >= LEAST_MORE)
    .toSorted(
      (a, b) => b.count - b.usualCount - (a.count - a.usualCount) || (a.message < b.message ? -1 : 1),
    );
}
