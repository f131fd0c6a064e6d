// What a judged minute means for the health of its service: the score, how fast it usually falls, and the record.

import type { IndicatorObservation } from '#domain/detection/judge-indicator.ts';
import type { MinuteObservation } from '#domain/detection/observe-minute.ts';
import type { ServiceWatch, WatchVerdict } from '#domain/detection/service-watch.ts';
import type { DetectionSettings } from '#domain/detection/settings.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { buildHealthRecord, trendPerHour } from '#domain/health/health-record.ts';
import { scoreHealth } from '#domain/health/health-score.ts';
import { learnFall } from '#domain/health/slide.ts';
import type { Instant } from '#domain/ids.ts';

/** The health score of a minute, 0 to 1; undefined when nothing that users feel is known. */
export function scoreMinute(
  { reading, observations, saturation }: MinuteObservation,
  settings: DetectionSettings,
): number | undefined {
  const { indicators } = reading;
  const queueAge = indicators['queue-age'];
  const latency = observations.find(({ indicator }) => indicator === 'latency-p99');
  const usualLatency = latency?.band?.expected ?? 0;
  const latencyRatio = latency && usualLatency > 0 ? latency.value / usualLatency : undefined;
  return scoreHealth({
    errorShare: indicators['error-share'],
    latencyRatio: latencyRatio ?? recordedRatio(observations),
    healthyShare: indicators['healthy-share'],
    queueAgeRatio: queueAge === undefined ? undefined : queueAge / settings.trends.queueAgeLimit,
    saturation,
  });
}

/** How many times a number of unknown meaning is off what is usual, up or down; 1 where that cannot be said. */
function recordedRatio(observations: readonly IndicatorObservation[]): number | undefined {
  const recorded = observations.find(({ indicator }) => indicator === 'value');
  if (!recorded) return undefined;
  const growth = recorded.value / (recorded.band?.expected ?? recorded.value);
  return growth > 0 && Number.isFinite(growth) ? Math.max(growth, 1 / growth) : 1;
}

/** How fast the score usually falls, after one more minute; nothing is learned during an incident. */
export function fallAfter(
  { usualFall }: WatchVerdict,
  { isTeaching }: MinuteObservation,
  { scores, rate }: { readonly scores: readonly number[]; readonly rate: number },
): Pick<WatchVerdict, 'usualFall'> {
  if (isTeaching) return { usualFall: learnFall(usualFall, trendPerHour(scores), rate) };
  return usualFall === undefined ? {} : { usualFall };
}

/** The record of a judged minute; `usualFall` as it was before it. */
export function recordMinute(
  { serviceId, verdict }: ServiceWatch,
  minute: MinuteObservation,
  { settings, usualFall }: { readonly settings: DetectionSettings; readonly usualFall: number | undefined },
): HealthRecord {
  return buildHealthRecord({
    serviceId,
    reading: minute.reading,
    score: scoreMinute(minute, settings),
    scores: verdict.scores,
    errorShares: minute.errorShares,
    usualFall,
    tracking: verdict.health,
    consecutiveFailures: verdict.consecutiveFailures,
    predictedFailureAt: nearestCrossing(minute.observations),
    baselineProgress: minute.baselineProgress,
  });
}

function nearestCrossing(observations: readonly IndicatorObservation[]): Instant | undefined {
  const crossings = observations.flatMap(({ foretold }) => foretold?.crossesAt ?? []);
  return crossings.sort((one, other) => one - other)[0];
}
