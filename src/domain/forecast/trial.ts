// How the simple forecasts did lately on this very series, at this distance: the ground on which one is followed rather
// than another, and the unit that every width is told in.

import { floatAt, numberAt } from '#domain/baseline/number-at.ts';
import {
  type ForecastHistory,
  type ForecastQuestion,
  POINT_FORECASTS,
  pointForecasts,
} from '#domain/forecast/point-forecasts.ts';

/** Past origins that the simple forecasts are tried from. */
export const TRIED_ORIGINS = 32;
/** They are spread over so many days before the end. */
const TRIED_DAYS = 4;
/** Of its errors, the largest tenth is left out: a rare spike says nothing of the eight tenths in the middle. */
const KEPT_SHARE = 0.9;

export interface Trial {
  /** Mean absolute errors without the largest, in the order of POINT_FORECASTS; 0 where nothing could be tried. */
  readonly errors: readonly number[];
  readonly best: number;
  readonly bestError: number;
  /** The 10, 50 and 90 % quantiles of the best one's errors. */
  readonly residuals: readonly [low: number, middle: number, high: number];
  readonly origins: number;
}

/** The simple forecasts tried from past origins, at this distance or half of what is known where that is less. */
export function tryForecasts(history: ForecastHistory, { origin, steps: asked }: ForecastQuestion): Trial {
  const steps = Math.max(1, Math.min(asked, Math.floor(origin / 2)));
  const differences = triedOrigins(history, { origin, steps }).map((place) => {
    const actual = floatAt(history.values, place + steps);
    return pointForecasts(history, { origin: place, steps }).map((point) => actual - point);
  });
  const errors = POINT_FORECASTS.map((_, index) =>
    trimmedMean(Float64Array.from(differences, (difference) => Math.abs(numberAt(difference, index)))),
  );
  const bestError = Math.min(...errors);
  const best = errors.indexOf(bestError);
  const sorted = Float64Array.from(differences, (difference) => numberAt(difference, best)).sort();
  const at = (share: number) =>
    sorted.length === 0 ? 0 : floatAt(sorted, Math.floor((sorted.length - 1) * share));
  return { errors, best, bestError, residuals: [at(0.1), at(0.5), at(0.9)], origins: sorted.length };
}

function trimmedMean(errors: Float64Array): number {
  if (errors.length === 0) return 0;
  const kept = errors.sort().subarray(0, Math.ceil(errors.length * KEPT_SHARE));
  let sum = 0;
  for (const error of kept) sum += error;
  return sum / kept.length;
}

/** Spread evenly over the last days, the newest as late as its outcome is known. */
function triedOrigins({ day }: ForecastHistory, { origin, steps }: ForecastQuestion): number[] {
  const newest = origin - steps;
  if (newest < 1) return [];
  const span = Math.min(TRIED_DAYS * day, newest);
  const stride = Math.max(1, Math.floor(span / TRIED_ORIGINS));
  const origins: number[] = [];
  for (let place = newest; place >= 1 && origins.length < TRIED_ORIGINS; place -= stride) origins.push(place);
  return origins;
}
