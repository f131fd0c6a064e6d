// The evidence of each component: how strongly each kind of its metrics left its course at the onset, and by which
// metric an engineer can see it.

import { medianOf } from '#domain/baseline/robust.ts';
import type { Component, IncidentPicture } from '#domain/cause/component.ts';
import { type Deviation, deviate, harmOf, type Profile, profileMeasure } from '#domain/cause/deviation.ts';
import { classifyMetric, METRIC_KINDS, type MetricKind } from '#domain/cause/metric-kind.ts';
import { divideAt, knownValues, stepSpans } from '#domain/cause/step.ts';
import type { Instant } from '#domain/ids.ts';

/** A component whose measures are profiled. */
export interface ProfiledComponent {
  readonly name: string;
  readonly profiles: readonly Profile[];
  /** Usual requests per point; undefined where traffic is not measured. */
  readonly requests: number | undefined;
}

/** What one component shows at an onset. */
export interface ComponentEvidence {
  readonly name: string;
  /** Usual requests per point; undefined where traffic is not measured. */
  readonly requests: number | undefined;
  readonly deviations: readonly Deviation[];
  /** Harm of each kind in usual steps, 0 to DEVIATION_CAP. */
  readonly strengths: Readonly<Record<MetricKind, number>>;
  /** Of traffic, signed: a loss is another story than a gain. */
  readonly trafficSteps: number;
}

/** The profile of every measure, made once for a picture. */
export function profileComponents({
  components,
  periodSeconds,
}: IncidentPicture): readonly ProfiledComponent[] {
  return components.map(({ name, measures }) => {
    const requests = usualRequests(measures);
    const profiles = measures.map((measure) => profileMeasure(measure, { periodSeconds, requests }));
    return { name, profiles, requests };
  });
}

function usualRequests(measures: Component['measures']): number | undefined {
  const traffic = measures.filter(({ metric }) => classifyMetric(metric).kind === 'traffic');
  // A component that normal life does not know is as busy as it is seen to be.
  const courses = traffic.flatMap(({ normal, seen }) => [normal, seen]);
  const known = courses.map((course) => knownValues(course, 0, course.values.length));
  const values = known.find(({ length }) => length > 0);
  return values && medianOf(values);
}

/** The evidence of every component at an onset. */
export function gatherEvidence(
  components: readonly ProfiledComponent[],
  onsetAt: Instant,
  periodSeconds: number,
): readonly ComponentEvidence[] {
  return components.map(({ name, profiles, requests }) => {
    const deviations = profiles.flatMap((profile) => {
      const { stamps } = profile.measure.seen;
      const division = divideAt(stamps, onsetAt, { periodSeconds, spans: stepSpans(periodSeconds) });
      return deviate(profile, division) ?? [];
    });
    return { name, requests, deviations, ...weigh(deviations) };
  });
}

function weigh(deviations: readonly Deviation[]): Pick<ComponentEvidence, 'strengths' | 'trafficSteps'> {
  const strengths = Object.fromEntries(
    METRIC_KINDS.map((kind) => [kind, strengthOf(deviations.filter(({ profile }) => profile.kind === kind))]),
  ) as Record<MetricKind, number>;
  const traffic = deviations.find(({ profile }) => profile.kind === 'traffic');
  return { strengths, trafficSteps: traffic?.steps ?? 0 };
}

/** The strongest metric; of one metric the mean of the stronger half of its statistics, as few requests move one percentile. */
function strengthOf(deviations: readonly Deviation[]): number {
  const families = Map.groupBy(deviations, ({ profile }) => familyOf(profile.measure.metric));
  return Math.max(0, ...[...families.values()].map(strengthOfFamily));
}

function strengthOfFamily(deviations: readonly Deviation[]): number {
  const harms = deviations.map(harmOf).toSorted((a, b) => b - a);
  const half = harms.slice(0, Math.ceil(harms.length / 2));
  return half.reduce((sum, harm) => sum + harm, 0) / half.length;
}

/** The name without a percentile or unit in it: recordings write statistics into names. */
function familyOf(metric: string): string {
  return metric.replace(/p\d+|\(.*\)/gi, '');
}
