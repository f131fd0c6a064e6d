// Recorded series that trouble is put into: dense, of more than a week, and clearly of the day. What people marked in them
// is not judged. Of the services only metrics and days that no model has learned from.

import { type RecordedSeries, readRecordedSeries } from '../../../features/recorded-series.ts';
import { readRecordedServices } from '../../../features/recorded-services.ts';

const SECONDS_PER_DAY = 86_400;
/** Of a service so many days are enough. */
const LONGEST_DAYS = 14;
const DENSE_SECONDS = 300;
/** Whose labels are of single series; its dense ones have a point a minute. */
const MINUTE_SET = 'mscloud';
/** Training reads every third, or every sixth, metric of a service: none of these. One of each service, in turn. */
const UNREAD_METRICS = [5, 8, 10, 13, 16, 7, 11, 14, 17] as const;
/** Half an hour like the one a day before it: from this correlation a series is one of the day. */
const LEAST_DAY_STRENGTH = 0.4;
const SLOTS_PER_DAY = 48;

/** All such series of the public data sets that are found in the folder, labelled as people did. */
export function* readBackgrounds(data: string): Generator<RecordedSeries> {
  for (const series of readRecordedSeries(data))
    if (series.dataset === MINUTE_SET && isDense(series) && isOfTheDay(series)) yield series;
  let turn = 0;
  for (const { dataset, name, periodSeconds, points, firstLabelled } of readRecordedServices(data)) {
    const metric = UNREAD_METRICS[turn++ % UNREAD_METRICS.length] ?? 0;
    const most = Math.round((LONGEST_DAYS * SECONDS_PER_DAY) / periodSeconds);
    const before = points.slice(0, Math.min(firstLabelled, most)).map(({ at, values }) => ({
      ...{ at, value: values[metric] ?? Number.NaN },
      isLabelled: false,
    }));
    const series = { dataset, name: `${name}/${metric}`, periodSeconds, points: before };
    if (isOfTheDay(series)) yield series;
  }
}

function isDense({ periodSeconds }: RecordedSeries): boolean {
  return periodSeconds <= DENSE_SECONDS;
}

function isOfTheDay(series: RecordedSeries): boolean {
  return dayStrength(series) >= LEAST_DAY_STRENGTH;
}

/** The correlation of the means of half hours with those a day before. */
export function dayStrength({ points, periodSeconds }: RecordedSeries): number {
  const width = Math.max(1, Math.round(SECONDS_PER_DAY / SLOTS_PER_DAY / periodSeconds));
  const means: number[] = [];
  for (let from = 0; from + width <= points.length; from += width)
    means.push(points.slice(from, from + width).reduce((sum, { value }) => sum + value, 0) / width);
  return correlation(means.slice(SLOTS_PER_DAY), means.slice(0, -SLOTS_PER_DAY));
}

function correlation(ones: readonly number[], others: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middle, otherMiddle] = [mean(ones), mean(others)];
  let products = 0;
  let squares = 0;
  let otherSquares = 0;
  ones.forEach((one, i) => {
    const [away, otherAway] = [one - middle, (others[i] ?? 0) - otherMiddle];
    products += away * otherAway;
    squares += away ** 2;
    otherSquares += otherAway ** 2;
  });
  return products / Math.sqrt(squares * otherSquares);
}
