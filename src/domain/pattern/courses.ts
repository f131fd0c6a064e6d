// The courses of a service's main indicators, minute by minute, out of its health records.

import type { HealthRecord } from '#domain/health/health.ts';
import { type Instant, type ServiceId, secondsBetween } from '#domain/ids.ts';
import type { Sign } from '#domain/pattern/pattern.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';

/** The course of one sign: a number for each minute, NaN where it is not known. */
export interface Course {
  readonly sign: Sign;
  readonly values: Float64Array;
}

/** What services do to each other: they pass on work, slowness and errors. */
const MAIN_INDICATORS: readonly IndicatorName[] = ['latency-p99', 'error-share', 'throughput'];
/** Every service is compared with every other one: twice as many take four times as long. At this many it is two seconds. */
export const MOST_SERVICES = 200;
const SECONDS_PER_MINUTE = 60;

/** The courses of a service from one moment to another; a minute without a record is not known, a service without any has none. */
export function coursesOf(
  serviceId: ServiceId,
  records: readonly HealthRecord[],
  { from, to }: { readonly from: Instant; readonly to: Instant },
): readonly Course[] {
  if (records.length === 0) return [];
  const minutes = Math.floor(secondsBetween(from, to) / SECONDS_PER_MINUTE);
  return MAIN_INDICATORS.map((indicator) => {
    const values = new Float64Array(minutes).fill(Number.NaN);
    for (const { at, indicators } of records) {
      const value = indicators[indicator];
      if (value !== undefined) values[Math.floor(secondsBetween(from, at) / SECONDS_PER_MINUTE)] = value;
    }
    return { sign: { serviceId, indicator }, values };
  });
}

/** The courses of the services with the most traffic, where there are too many to compare all. */
export function ofBusiest(
  courses: readonly (readonly Course[])[],
  most: number = MOST_SERVICES,
): readonly Course[] {
  if (courses.length <= most) return courses.flat();
  return courses
    .map((own) => ({ own, traffic: trafficOf(own) }))
    .sort((one, other) => other.traffic - one.traffic)
    .slice(0, most)
    .flatMap(({ own }) => own);
}

function trafficOf(courses: readonly Course[]): number {
  const throughput = courses.filter(({ sign }) => sign.indicator === 'throughput');
  return throughput.reduce(
    (sum, { values }) =>
      sum + values.reduce((total, value) => (Number.isNaN(value) ? total : total + value), 0),
    0,
  );
}
