// What lies ahead of a service, as people are shown it: while it is current, and with times in place of minutes.

import type { OutlookView } from '#contracts/api/prediction-views.ts';
import { CALM_TICKS, PREDICTION_PERIOD_SECONDS } from '#domain/failure/cadence.ts';
import { failureAt, type Outlook } from '#domain/failure/outlook.ts';
import type { Prediction } from '#domain/failure/prediction.ts';
import { FARTHEST_MINUTES } from '#domain/failure/survival.ts';
import { type Instant, secondsAfter, secondsBetween } from '#domain/ids.ts';

/** A calm service has its turn every half hour; one that missed it, and the next tick, is looked at no more. */
const CURRENT_SECONDS = (CALM_TICKS + 2) * PREDICTION_PERIOD_SECONDS;

/** The outlook; undefined when there is none, or none of late. */
export function viewOutlook(outlook: Outlook | undefined, now: Instant): OutlookView | undefined {
  if (!outlook || secondsBetween(outlook.at, now) > CURRENT_SECONDS) return undefined;
  const { at, warning, predictions, precursor } = outlook;
  const modelHash = predictions.find((prediction) => prediction.modelHash !== undefined)?.modelHash;
  return {
    at,
    grade: warning.grade,
    since: warning.since,
    ...(modelHash !== undefined && { modelHash }),
    indicators: predictions.map(viewPrediction),
    ...(precursor && { precursor }),
  };
}

/** The nearer of two moments. */
export function nearer(one: Instant | undefined, other: Instant | undefined): Instant | undefined {
  if (one === undefined || other === undefined) return one ?? other;
  return one < other ? one : other;
}

function viewPrediction(prediction: Prediction): OutlookView['indicators'][number] {
  const { indicator, value, limit, isLimitKnown, madeAt, said } = prediction;
  const after = (minutes: number) => secondsAfter(madeAt, minutes * 60);
  return {
    indicator,
    value,
    limit,
    isLimitKnown,
    within: said.within,
    ...(said.minutesToFailure < FARTHEST_MINUTES && {
      failureAt: failureAt(prediction),
      earliestAt: after(said.earliestMinutes),
      latestAt: after(said.latestMinutes),
    }),
  };
}
