// A small shop for tests of root-cause ranking: `web` calls `cart` and `search`, `cart` calls `store`. Normal life is a
// noisy level for each measure, and an incident is what the test changes of it.

import type { CallGraph, Component, IncidentPicture, Measure } from '#domain/cause/component.ts';
import { Instant } from '#domain/ids.ts';
import { openStream } from '#local/fleet/random.ts';

export const PERIOD_SECONDS = 60;
const MINUTE_MS = 60_000;
const NORMAL_MINUTES = 240;
export const SEEN_MINUTES = 30;
/** The minute of the incident, counted from the beginning of what is seen. */
export const ONSET_MINUTE = 20;
export const SEEN_FROM = Instant.parse(Date.UTC(2026, 0, 6, 9));
export const ONSET = minuteOf(ONSET_MINUTE);

export const CALLS: CallGraph = new Map([
  ['web', ['cart', 'search', 'unmeasured']],
  ['cart', ['store']],
  ['nobody', ['web']],
]);

export function minuteOf(minute: number): Instant {
  return Instant.parse(SEEN_FROM + minute * MINUTE_MS);
}

export interface Course {
  readonly metric: string;
  readonly statistic?: string;
  readonly level: number;
  /** Relative noise; 0.03 when absent. */
  readonly noise?: number;
  /** What is seen in a minute, from what would have been. */
  readonly change?: (value: number, minute: number) => number | undefined;
  readonly isNew?: boolean;
}

/** From the onset on, `value`. */
export function sinceOnset(change: (value: number) => number | undefined) {
  return (value: number, minute: number) => (minute < ONSET_MINUTE ? value : change(value));
}

/** A measure with seeded noise around its level. */
export function makeMeasure(component: string, course: Course): Measure {
  const { metric, statistic = 'Average', level, noise = 0.03, change, isNew = false } = course;
  const random = openStream(7, `${component}/${metric}/${statistic}`);
  const noisy = () => level * (1 + noise * random.normal());
  const normalFrom = SEEN_FROM - 2 * NORMAL_MINUTES * MINUTE_MS;
  const normal = Array.from({ length: isNew ? 0 : NORMAL_MINUTES }, (_, minute) => ({
    at: Instant.parse(normalFrom + minute * MINUTE_MS),
    value: noisy(),
  }));
  const seen = Array.from({ length: SEEN_MINUTES }, (_, minute) => {
    const value = noisy();
    return { at: minuteOf(minute), value: change ? change(value, minute) : value };
  });
  return {
    metric,
    statistic,
    normal: { stamps: normal.map(({ at }) => at), values: normal.map(({ value }) => value) },
    seen: { stamps: seen.map(({ at }) => at), values: seen.map(({ value }) => value) },
  };
}

/** What is usual of each component: latency in seconds, availability in percent, requests a minute. */
const USUAL: Readonly<Record<string, readonly Course[]>> = {
  web: [
    { metric: 'latency', level: 0.2 },
    { metric: 'availability', level: 99.9, noise: 0.0005 },
    { metric: 'requests', statistic: 'Sum', level: 600 },
  ],
  cart: [
    { metric: 'latency', level: 0.1 },
    { metric: 'availability', level: 99.9, noise: 0.0005 },
    { metric: 'requests', statistic: 'Sum', level: 300 },
  ],
  search: [
    { metric: 'latency', level: 0.05 },
    { metric: 'availability', level: 99.9, noise: 0.0005 },
    { metric: 'requests', statistic: 'Sum', level: 500 },
  ],
  store: [
    { metric: 'latency', level: 0.02 },
    { metric: 'availability', level: 99.9, noise: 0.0005 },
    { metric: 'requests', statistic: 'Sum', level: 600 },
  ],
};

/** Changes by component and metric; further measures and components by `more`. */
export interface Scenario {
  readonly changes?: Readonly<Record<string, Readonly<Record<string, Course['change']>>>>;
  readonly more?: Readonly<Record<string, readonly Course[]>>;
}

/** The shop with an incident in it. */
export function makePicture(
  { changes = {}, more = {} }: Scenario = {},
  rest: Partial<IncidentPicture> = {},
): IncidentPicture {
  const names = [...new Set([...Object.keys(USUAL), ...Object.keys(more)])];
  const components = names.map((name): Component => {
    const courses = [...(USUAL[name] ?? []), ...(more[name] ?? [])];
    return {
      name,
      measures: courses.map((course) => {
        const change = changes[name]?.[course.metric];
        return makeMeasure(name, change ? { ...course, change } : course);
      }),
    };
  });
  return { periodSeconds: PERIOD_SECONDS, components, calls: CALLS, symptom: { component: 'web' }, ...rest };
}

/** `store` becomes slow, and those who wait for it. */
export const SLOW_STORE: Scenario = {
  changes: {
    store: { latency: sinceOnset((value) => value + 0.2) },
    cart: { latency: sinceOnset((value) => value + 0.4) },
    web: { latency: sinceOnset((value) => value + 0.2) },
  },
};
