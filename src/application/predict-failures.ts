// Every five minutes: predicts, for the services that have their turn, when their limited resources will run out, scores what
// was said an hour ago, and warns (M27, M50 to M53). Those in doubt come first. The registry says which version speaks.

import {
  chooseFailureModels,
  type FailureVersionsDeps,
  noteCompared,
} from '#application/foresight/failure-versions.ts';
import { type LookAheadDeps, lookAhead } from '#application/foresight/look-ahead.ts';
import {
  type PredictedReading,
  type PredictReadingsDeps,
  predictReadings,
} from '#application/foresight/predict-readings.ts';
import { limitedQueries, type ReadLimitedDeps, readLimited } from '#application/foresight/read-limited.ts';
import type { ChosenModels } from '#application/models/choose-models.ts';
import type { FailureModel } from '#application/ports/foresight.ts';
import type { Flags, SettingsSource } from '#application/ports/operations.ts';
import type { IncidentStore } from '#application/ports/recovery.ts';
import { digestOf } from '#contracts/digest.ts';
import type { Settings } from '#contracts/settings.ts';
import type { PredictFailuresOutput } from '#contracts/steps/observe.ts';
import { isPredictionDue, predictionTickAt } from '#domain/failure/cadence.ts';
import type { OutlookNews } from '#domain/failure/outlook.ts';
import type { PredictionScore } from '#domain/failure/prediction.ts';
import { dayOf, tallyScores } from '#domain/failure/prediction-tally.ts';
import { groupsOf } from '#domain/groups.ts';
import { type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';

export interface PredictFailuresDeps
  extends LookAheadDeps,
    PredictReadingsDeps,
    ReadLimitedDeps,
    FailureVersionsDeps {
  readonly settings: SettingsSource;
  readonly flags: Flags;
  readonly incidents: IncidentStore;
}

/** Incidents that opened since a service had its turn last; a turn that was missed is looked back over too. */
const LOOK_BACK_SECONDS = 2 * 3600;
/** A week of five-minute points of so many services is a few tens of megabytes, and a few pages of CloudWatch's. */
const SERVICES_AT_ONCE = 40;

/** Looks ahead of every service that has its turn. A tick that comes twice finds everything done. */
export async function predictFailures(deps: PredictFailuresDeps): Promise<PredictFailuresOutput> {
  if (!(await deps.flags.isOn('predictive-analytics')))
    return { outcome: 'switched-off', services: 0, predictions: 0, settled: 0 };
  const settings = await deps.settings.current();
  const now = deps.clock.now();
  const due = await findDue(deps, settings, now);
  const incidents = await deps.incidents.listSince(secondsAfter(now, -LOOK_BACK_SECONDS));
  const openIds = new Set((await deps.incidents.listOpen()).map(({ incidentId }) => incidentId));
  const chosen = await chooseFailureModels(deps);
  const madeAt = predictionTickAt(now);
  const scores: PredictionScore[] = [];
  let services = 0;
  let predictions = 0;
  for (const group of groupsOf(due, SERVICES_AT_ONCE)) {
    const done = await predictGroup(deps, group, { settings, madeAt, incidents, openIds, chosen });
    scores.push(...done.scores);
    services += done.services;
    predictions += done.predictions;
  }
  await addScores(deps, scores, now);
  return { outcome: 'predicted', services, predictions, settled: scores.length };
}

/** Services with a limit that have their turn, those that are watched closely first. */
async function findDue(
  { polls }: PredictFailuresDeps,
  { services }: Settings,
  now: Instant,
): Promise<readonly Service[]> {
  const states = new Map((await polls.all()).map((state) => [state.serviceId, state]));
  const isCalm = ({ id }: Service) => Number((states.get(id)?.tier ?? 'calm') === 'calm');
  return services
    .filter((service) => isPredictionDue(states.get(service.id), placeOf(service.id), now))
    .filter((service) => limitedQueries(service).length > 0)
    .toSorted((one, other) => isCalm(one) - isCalm(other));
}

/** As even as a digest is. */
function placeOf(serviceId: ServiceId): number {
  return Number.parseInt(digestOf(serviceId).slice(0, 8), 16);
}

interface Round extends Pick<OutlookNews, 'incidents' | 'openIds'> {
  readonly settings: Settings;
  readonly madeAt: Instant;
  readonly chosen: ChosenModels<FailureModel>;
}

interface GroupDone {
  readonly services: number;
  readonly predictions: number;
  readonly scores: readonly PredictionScore[];
}

async function predictGroup(
  deps: PredictFailuresDeps,
  group: readonly Service[],
  { chosen, ...round }: Round,
): Promise<GroupDone> {
  const { settings, madeAt } = round;
  const readings = await readLimited(deps, group, { endAt: madeAt, settings });
  const asked = { ...deps, failureModel: chosen.champion, failureChallenger: chosen.challenger };
  const predicted = await predictReadings(asked, readings, madeAt);
  const scores: PredictionScore[] = [];
  let services = 0;
  for (const [serviceId, own] of byService(predicted)) {
    const seen = await deps.predictions.findOutlook(serviceId);
    if (seen && seen.at >= madeAt) continue;
    const settled = await lookAhead(deps, { ...round, serviceId, predicted: own, seen });
    scores.push(...settled.scores);
    await noteCompared(deps, serviceId, { chosen, compared: settled.compared });
    services += 1;
  }
  return { services, predictions: predicted.length, scores };
}

function byService(
  predicted: readonly PredictedReading[],
): ReadonlyMap<ServiceId, readonly PredictedReading[]> {
  return Map.groupBy(predicted, ({ reading }) => reading.serviceId);
}

async function addScores(
  { predictions }: PredictFailuresDeps,
  scores: readonly PredictionScore[],
  now: Instant,
): Promise<void> {
  if (scores.length === 0) return;
  await predictions.addScores({ day: dayOf(now), tally: tallyScores(scores) });
}
