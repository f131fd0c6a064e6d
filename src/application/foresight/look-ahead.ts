// The last step for one service: what was predicted becomes its outlook, and what follows from that is done. Writes are
// idempotent and the outlook goes last: a crash in between looks ahead again and leaves the same records.

import { type ForetellingQuestion, foretellAnomaly } from '#application/foresight/foretell-anomaly.ts';
import type { PredictedReading } from '#application/foresight/predict-readings.ts';
import {
  type SettledPredictions,
  type SettlePredictionsDeps,
  settlePredictions,
} from '#application/foresight/settle-predictions.ts';
import type { EventBus, Log } from '#application/ports/operations.ts';
import type { AnomalyStore } from '#application/ports/telemetry.ts';
import { type WakeServiceDeps, wakeService } from '#application/wake-service.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { floatAt } from '#domain/baseline/number-at.ts';
import { nextOutlook, type Outlook, type OutlookNews } from '#domain/failure/outlook.ts';
import { PRECURSOR_POINTS } from '#domain/failure/precursors.ts';
import { CHANGE_SECONDS, type Prediction } from '#domain/failure/prediction.ts';
import { type Instant, secondsAfter, secondsBetween } from '#domain/ids.ts';

export interface LookAheadDeps extends SettlePredictionsDeps, WakeServiceDeps {
  readonly anomalies: AnomalyStore;
  readonly bus: EventBus;
  readonly log: Log;
}

/** One service as it is looked at now. */
export interface ServiceGlance extends Omit<ForetellingQuestion, 'detectedAt'> {
  readonly incidents: OutlookNews['incidents'];
  readonly openIds: OutlookNews['openIds'];
}

/** Writes the outlook of a service and does what follows from it; what came of what was said of it before. */
export async function lookAhead(deps: LookAheadDeps, glance: ServiceGlance): Promise<SettledPredictions> {
  const { serviceId, predicted, seen, madeAt } = glance;
  const now = deps.clock.now();
  const next = nextOutlook(seen, { ...glance, at: madeAt, glances: predicted.map(glanceOf) });
  // What is above its limit already is no question about the time ahead.
  const ahead = next.predictions.filter(({ value, limit }) => value <= limit);
  await deps.predictions.put(ahead.map((prediction) => withShadow(prediction, predicted)));
  const readings = predicted.map(({ reading }) => reading);
  const settled = await settlePredictions(deps, { serviceId, readings, lastAt: seen?.at ?? madeAt, now });
  await foretell(deps, { ...glance, detectedAt: now });
  await tellWarning(deps, next, seen);
  const isWritten = await deps.predictions.replaceOutlook(next, seen);
  return isWritten ? settled : { scores: [], compared: [] };
}

/** Kept beside the prediction, and in no outlook: what is shown and acted upon knows nothing of it. */
function withShadow(prediction: Prediction, predicted: readonly PredictedReading[]): Prediction {
  const shadow = predicted.find((each) => each.prediction === prediction)?.shadow;
  return shadow ? { ...prediction, shadow } : prediction;
}

function glanceOf({ reading, prediction }: PredictedReading): OutlookNews['glances'][number] {
  const { startAt, periodSeconds } = reading.recorded;
  const { values } = reading.history.series;
  return {
    prediction,
    hourBefore(at: Instant) {
      const end = Math.floor(secondsBetween(startAt, at) / periodSeconds);
      const first = Math.max(0, end - PRECURSOR_POINTS);
      return Array.from({ length: Math.max(0, Math.min(end, values.length) - first) }, (_, index) =>
        floatAt(values, first + index),
      );
    },
  };
}

/** What a change came to is judged by its verification, not by points of before it. */
async function foretell(deps: LookAheadDeps, question: ForetellingQuestion): Promise<void> {
  const anomaly = foretellAnomaly(question);
  if (!anomaly) return;
  const { serviceId, detectedAt } = question;
  const since = secondsAfter(detectedAt, -CHANGE_SECONDS);
  const changes = await deps.changes.list([serviceId], since, detectedAt);
  if (changes.length === 0) await tellAnomaly(deps, anomaly);
}

async function tellAnomaly({ anomalies, bus, log }: LookAheadDeps, anomaly: Anomaly): Promise<void> {
  const { anomalyId, serviceId, score } = anomaly;
  await anomalies.put(anomaly);
  await bus.publish([{ type: 'anomaly-detected', anomaly }]);
  log.record('anomaly-detected', { anomalyId, serviceId, score });
  log.count('AnomaliesDetected', 1);
}

/** While anything is warned of the service is read every minute, and predicted every five; a change of the grade is announced. */
async function tellWarning(
  deps: LookAheadDeps,
  { serviceId, warning, predictions: [likeliest] }: Outlook,
  seen: Outlook | undefined,
): Promise<void> {
  const { grade } = warning;
  if (grade !== 'green') await wakeService(deps, serviceId);
  if (!likeliest || grade === (seen?.warning.grade ?? 'green')) return;
  const { indicator } = likeliest;
  await deps.bus.publish([{ type: 'warning-changed', serviceId, warning, indicator }]);
  deps.log.record('warning-changed', { serviceId, grade, indicator });
}
