// "What is ahead, and is it to be believed": the warnings there are, and how earlier predictions turned out.

import type { PredictionStore } from '#application/ports/foresight.ts';
import type { SettingsSource } from '#application/ports/operations.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { viewOutlook } from '#application/views/view-outlook.ts';
import type { PredictionsAnswer } from '#contracts/api/prediction-views.ts';
import { addTallies, dayOf, summarizeTally } from '#domain/failure/prediction-tally.ts';
import { WarningGrade } from '#domain/failure/warning.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';

export interface ReadPredictionsDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly predictions: PredictionStore;
}

const SECONDS_PER_HOUR = 3600;

/** The warnings in force, and the scores of the last hours, in whole days. */
export async function readPredictions(
  deps: ReadPredictionsDeps,
  { hours }: { readonly hours: number },
): Promise<PredictionsAnswer> {
  const now = deps.clock.now();
  const from = secondsAfter(now, -hours * SECONDS_PER_HOUR);
  const scores = await deps.predictions.scoresSince(dayOf(from));
  const record = summarizeTally(addTallies(scores.map(({ tally }) => tally)));
  const { count, verdicts, precision, recall, leadMinutes, earlyShare, intervalShare, calibration } = record;
  return {
    now,
    from,
    warnings: await readWarnings(deps, now),
    scored: count,
    verdicts,
    precision,
    recall,
    leadMinutes,
    earlyShare,
    intervalShare,
    calibration: [...calibration],
  };
}

async function readWarnings(
  { settings, predictions }: ReadPredictionsDeps,
  now: Instant,
): Promise<PredictionsAnswer['warnings']> {
  const { services } = await settings.current();
  const all = await Promise.all(
    services.map(async ({ id: serviceId }) => ({
      serviceId,
      outlook: viewOutlook(await predictions.findOutlook(serviceId), now),
    })),
  );
  return all
    .flatMap(({ serviceId, outlook }) =>
      outlook && outlook.grade !== 'green' ? [{ serviceId, outlook }] : [],
    )
    .sort((one, other) => rankOf(other) - rankOf(one));
}

function rankOf({ outlook }: PredictionsAnswer['warnings'][number]): number {
  return WarningGrade.options.indexOf(outlook.grade);
}
