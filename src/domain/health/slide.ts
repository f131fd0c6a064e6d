// A service whose health score falls faster than it ever does: still well, and worth looking at every minute. How fast is
// usual is learned for each service, in constant space and by small steps (M37).

import { roundToPacked } from '#domain/baseline/packed-numbers.ts';
import { trackQuantile } from '#domain/baseline/robust.ts';

/** Of a hundred minutes the score falls faster in one. */
const USUAL_SHARE = 0.99;
/** A fall is a slide beyond so many usual ones: ten minutes of noise are not enough. */
const SLIDE_FACTOR = 2;
/** Score an hour: noise alone makes falls of this size. */
const LEAST_FALL = 0.05;
/** A slide teaches less: what is usual doubles in most of an hour of it, not in a quarter of one. */
const SLIDING_FACTOR = 0.3;

/** The fall, in score an hour, that 99 of 100 minutes stay below, after one more minute. */
export function learnFall(
  usual: number = LEAST_FALL,
  trendPerHour: number | undefined,
  rate: number,
): number {
  if (trendPerHour === undefined) return usual;
  const own = isSliding(usual, trendPerHour) ? rate * SLIDING_FACTOR : rate;
  const tracked = trackQuantile(usual, Math.max(0, -trendPerHour), { share: USUAL_SHARE, rate: own });
  return roundToPacked(Math.max(LEAST_FALL, tracked), 'long');
}

/** Whether the score falls faster than it is used to. Unknown trends are no slide. */
export function isSliding(usual: number = LEAST_FALL, trendPerHour: number | undefined): boolean {
  return trendPerHour !== undefined && -trendPerHour > SLIDE_FACTOR * usual;
}
