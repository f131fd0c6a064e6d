// From what the loop observed of an incident to the picture that causes are ranked from: one course a minute for each
// indicator of each service around it, before the trouble and at its onset.

import type { Component, Course, IncidentPicture, Measure, Symptom } from '#domain/cause/component.ts';
import type { Observation } from '#domain/diagnosis/facts.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { Instant, secondsAfter } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { findLeadingEvidence } from '#domain/incident/symptom.ts';
import type { Service } from '#domain/service/service.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';

const MINUTE_SECONDS = 60;
/** The last minutes before an onset may be touched already, and teach nothing about normal life. */
const GUARD_SECONDS = 180;
/** Minutes around the onset that a ranking looks at: what came just before, and the trouble until it is aftermath. */
const BEFORE_SECONDS = 1200;
const AFTER_SECONDS = 900;

/** How an indicator is called where names say what a metric is about, and what turns it into an amount per minute. */
interface MeasureName {
  readonly metric: string;
  readonly statistic: string;
  readonly factor: number;
}

function named(metric: string, statistic: string, factor = 1): MeasureName {
  return { metric, statistic, factor };
}

const MEASURE_NAMES: Readonly<Record<IndicatorName, MeasureName>> = {
  'error-share': named('error-share', 'Average'),
  'latency-p50': named('latency', 'p50'),
  'latency-p99': named('latency', 'p99'),
  // Requests a second become requests of the minute: the ranking judges by how many requests a value rests on.
  throughput: named('throughput', 'Sum', MINUTE_SECONDS),
  'healthy-share': named('healthy-share', 'Average'),
  cpu: named('cpu', 'Average'),
  memory: named('memory', 'Average'),
  connections: named('connections', 'Average'),
  'queue-age': named('queue-age', 'Maximum'),
  'queue-depth': named('queue-depth', 'Maximum'),
  value: named('value', 'Average'),
};

/** The indicator that a measure of a picture was made of, with its values in its own unit again. */
export function indicatorOf(
  metric: string,
  statistic: string,
): { readonly indicator: IndicatorName; readonly factor: number } {
  const found = Object.entries(MEASURE_NAMES).find(
    ([, name]) => name.metric === metric && name.statistic === statistic,
  );
  const [indicator, { factor }] = found ?? ['value', MEASURE_NAMES.value];
  return { indicator: indicator as IndicatorName, factor };
}

/** What is known of an incident, as causes are ranked from it. Services of which nothing is measured are no part of it. */
export function pictureOf(
  incident: Pick<Incident, 'serviceId' | 'onsetAt' | 'evidence'>,
  observations: readonly Observation[],
  services: readonly Service[],
): IncidentPicture {
  const { onsetAt } = incident;
  const components = observations
    .map((observation) => componentOf(observation, onsetAt))
    .filter(({ measures }) => measures.length > 0);
  const changes = observations.flatMap(({ changes: own }) =>
    own
      .filter(({ by }) => by !== 'fleetmedic')
      .map(({ serviceId, at, summary }) => ({ component: serviceId, at, summary })),
  );
  return {
    periodSeconds: MINUTE_SECONDS,
    components,
    calls: new Map(services.map(({ id, dependsOn }) => [id, dependsOn])),
    symptom: symptomOf(incident),
    changes,
  };
}

function symptomOf({ serviceId, evidence }: Pick<Incident, 'serviceId' | 'evidence'>): Symptom {
  const leading = findLeadingEvidence(evidence[serviceId] ?? []);
  if (!leading) return { component: serviceId };
  const { metric, statistic } = MEASURE_NAMES[leading.indicator];
  return { component: serviceId, metric, statistic };
}

function componentOf({ serviceId, health }: Observation, onsetAt: Instant): Component {
  const names = new Set(health.flatMap(({ indicators }) => Object.keys(indicators) as IndicatorName[]));
  const normalUntil = secondsAfter(onsetAt, -GUARD_SECONDS);
  const normal = health.filter(({ at }) => at < normalUntil);
  const around = onGrid(health, onsetAt);
  const measures = [...names].map((indicator): Measure => {
    const { metric, statistic, factor } = MEASURE_NAMES[indicator];
    return {
      metric,
      statistic,
      normal: courseOf(normal, { indicator, factor }),
      seen: courseOf(around, { indicator, factor }),
    };
  });
  return { name: serviceId, measures };
}

/** Every minute around the onset, the same ones for all services, whether anything was measured in it or not. */
function onGrid(health: readonly HealthRecord[], onsetAt: Instant): readonly Minute[] {
  const byTime = new Map<number, HealthRecord>(health.map((record) => [record.at, record]));
  const first = Instant.parse(Math.floor(onsetAt / 60_000) * 60_000 - BEFORE_SECONDS * 1000);
  return Array.from({ length: (BEFORE_SECONDS + AFTER_SECONDS) / MINUTE_SECONDS }, (_, minute) => {
    const at = secondsAfter(first, minute * MINUTE_SECONDS);
    return { at, indicators: byTime.get(at)?.indicators ?? {} };
  });
}

type Minute = Pick<HealthRecord, 'at' | 'indicators'>;

function courseOf(
  minutes: readonly Minute[],
  { indicator, factor }: { readonly indicator: IndicatorName; readonly factor: number },
): Course {
  return {
    stamps: minutes.map(({ at }) => at),
    values: minutes.map(({ indicators }) => {
      const value = indicators[indicator];
      return value === undefined ? undefined : value * factor;
    }),
  };
}
