// What lies ahead of one service, in one noun of constant size: the newest prediction of each limited indicator, the warning
// they add up to, and the earlier incident that the last hour looks like (M27, M52, M53).

import * as z from 'zod/mini';
import { numberAt } from '#domain/baseline/number-at.ts';
import { findPrecursor, Precursor, rememberPrecursor } from '#domain/failure/precursors.ts';
import type { FailurePrediction } from '#domain/failure/predict-failure.ts';
import { Prediction, WARNING_HORIZON } from '#domain/failure/prediction.ts';
import { FailureWarning, nextWarning } from '#domain/failure/warning.ts';
import { IncidentId, Instant, ServiceId, secondsAfter, secondsBetween } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

/** An earlier incident before which an indicator looked the same. */
export const LikeIncident = z.readonly(
  z.object({
    indicator: IndicatorName,
    incidentId: IncidentId,
    beganAt: Instant,
    /** Correlation of the hours before, 0.9 to 1. */
    likeness: z.number(),
  }),
);
export type LikeIncident = z.infer<typeof LikeIncident>;

export const Outlook = z.readonly(
  z.object({
    serviceId: ServiceId,
    /** Grows with every look ahead; a writer that read an older one is refused. */
    version: z.int(),
    /** When it was looked ahead. */
    at: Instant,
    warning: FailureWarning,
    /** The likeliest to fail first. Empty while nothing that has a limit is known. */
    predictions: z.readonly(z.array(Prediction)),
    /** When half of the chance of the likeliest is used up; absent while nothing is warned of. */
    predictedFailureAt: z.optional(Instant),
    /** Absent while nothing is warned of, and where it looks like nothing before. */
    precursor: z.optional(LikeIncident),
    /** The hours before earlier incidents, by indicator. */
    memory: z.partialRecord(IndicatorName, z.readonly(z.array(Precursor))),
  }),
);
export type Outlook = z.infer<typeof Outlook>;

/** What was read of one indicator, and predicted from it. */
export interface Glance {
  readonly prediction: Prediction;
  /** The values of the hour before a moment; fewer where the series is shorter. */
  readonly hourBefore: (at: Instant) => readonly number[];
}

export interface OutlookNews {
  readonly serviceId: ServiceId;
  readonly at: Instant;
  readonly glances: readonly Glance[];
  /** Incidents of the last hours, of any service. */
  readonly incidents: readonly Incident[];
  /** Incidents that have not ended are no precedent: the present is like itself. */
  readonly openIds: ReadonlySet<IncidentId>;
}

/** The outlook after one more look ahead. */
export function nextOutlook(seen: Outlook | undefined, news: OutlookNews): Outlook {
  const { serviceId, at, glances } = news;
  const predictions = glances
    .map(({ prediction }) => prediction)
    .toSorted((one, other) => urgencyOf(other) - urgencyOf(one) || compareLimits(one, other));
  const warning = nextWarning(seen?.warning, fuse(predictions), at);
  const memory = rememberIncidents(seen, news);
  const isWarned = warning.grade !== 'green';
  const precursor = isWarned ? findLikeIncident(memory, news) : undefined;
  const [likeliest] = predictions;
  return {
    serviceId,
    version: (seen?.version ?? 0) + 1,
    at,
    warning,
    predictions,
    ...(isWarned && likeliest && { predictedFailureAt: failureAt(likeliest) }),
    ...(precursor && { precursor }),
    memory,
  };
}

/** When half of the chance is used up. */
export function failureAt({ madeAt, said }: Prediction): Instant {
  return secondsAfter(madeAt, said.minutesToFailure * 60);
}

/** A presumed limit is none once it was passed unharmed. */
function isIdle({ isLimitKnown, value, limit }: Prediction): boolean {
  return !isLimitKnown && value > limit;
}

function urgencyOf(prediction: Prediction): number {
  return isIdle(prediction) ? -1 : prediction.said.within[2];
}

/** Among equals those first whose limits are known. */
function compareLimits(one: Prediction, other: Prediction): number {
  return Number(other.isLimitKnown) - Number(one.isLimitKnown);
}

/**
 * The chances of the worst indicator at each horizon. A presumed limit speaks of the half hour alone: it warns when it is as
 * likely as not to be reached, and never makes it red.
 */
function fuse(predictions: readonly Prediction[]): Pick<FailurePrediction, 'within'> {
  const worst: [number, number, number, number] = [0, 0, 0, 0];
  for (const prediction of predictions.filter((each) => !isIdle(each))) {
    const { said, isLimitKnown } = prediction;
    for (const [horizon, chance] of said.within.entries()) {
      if (isLimitKnown || horizon === WARNING_HORIZON)
        worst[horizon] = Math.max(numberAt(worst, horizon), chance);
    }
  }
  return { within: worst };
}

/** Incidents of this service that opened since the last look, each with the hour before it. */
function rememberIncidents(
  seen: Outlook | undefined,
  { serviceId, glances, incidents }: OutlookNews,
): Outlook['memory'] {
  const fresh = incidents.filter(
    ({ openedAt, serviceIds }) => seen !== undefined && openedAt > seen.at && serviceIds.includes(serviceId),
  );
  const memory: Partial<Record<IndicatorName, readonly Precursor[]>> = { ...seen?.memory };
  for (const { incidentId, onsetAt } of fresh) {
    for (const { prediction, hourBefore } of glances) {
      memory[prediction.indicator] = rememberPrecursor(
        memory[prediction.indicator] ?? [],
        { incidentId, beganAt: onsetAt },
        hourBefore(onsetAt),
      );
    }
  }
  return memory;
}

/** The hour before a later incident overlaps with the present one, and so would be like it whatever it was. */
const HOUR_SECONDS = 3600;

function findLikeIncident(
  memory: Outlook['memory'],
  { at, glances, openIds }: OutlookNews,
): LikeIncident | undefined {
  const matches = glances.flatMap(({ prediction: { indicator }, hourBefore }) => {
    const past = (memory[indicator] ?? []).filter(
      ({ incidentId, beganAt }) => !openIds.has(incidentId) && secondsBetween(beganAt, at) > HOUR_SECONDS,
    );
    const match = findPrecursor(past, hourBefore(at));
    if (!match) return [];
    const { incidentId, beganAt } = match.precursor;
    return [{ indicator, incidentId, beganAt, likeness: match.likeness }];
  });
  return matches.sort((one, other) => other.likeness - one.likeness)[0];
}
