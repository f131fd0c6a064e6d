// After a shard was scored: what the champion said is counted for its drift, and a challenger is asked of the very same
// feature rows. The answer is only written down; no failure here reaches what was decided (M109).

import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Log, SettingsSource } from '#application/ports/operations.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { winRace } from '#application/recovery/win-race.ts';
import { askModel, type ServiceVerdict } from '#application/scoring/judge-shard.ts';
import type { Instant } from '#domain/ids.ts';
import { addCounts, countOpinions } from '#domain/model/drift.ts';
import { type ComparedMinute, continueTally, type ShadowPair } from '#domain/model/shadow-tally.ts';

export interface CompareModelsDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly models: ModelRegistry;
  readonly log: Log;
}

/** Counts what the champion said, and notes what the challenger would have said. Never throws. */
export async function compareModels(
  deps: CompareModelsDeps,
  verdicts: readonly ServiceVerdict[],
  challenger: AnomalyModel | undefined,
): Promise<void> {
  try {
    const judged = verdicts.filter(({ opinions }) => opinions !== undefined);
    await countSaid(deps, judged);
    if (challenger) await listen(deps, judged, challenger);
  } catch (error) {
    deps.log.record('model-review-failed', { reason: String(error) });
  }
}

/** One count for the whole shard. */
async function countSaid({ clock, models }: CompareModelsDeps, judged: readonly ServiceVerdict[]): Promise<void> {
  const hash = judged[0]?.opinions?.[0]?.hash;
  if (hash === undefined) return;
  const counts = judged.flatMap(({ observations, opinions }) =>
    observations.map((minute, index) => countOpinions(minute, opinions?.[index])),
  );
  await models.addOpinions(hash, { day: dayOf(clock.now()), counts: addCounts(counts) });
}

/** `2026-11-23`, in UTC. */
function dayOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

async function listen(
  deps: CompareModelsDeps,
  judged: readonly ServiceVerdict[],
  challenger: AnomalyModel,
): Promise<void> {
  const settings = await deps.settings.current();
  const minutes = judged.flatMap(({ observations }) => observations);
  const said = await askModel(challenger, minutes, settings);
  let next = 0;
  for (const verdict of judged) {
    const from = next;
    next += verdict.observations.length;
    const compared = verdict.observations.map((minute, index) => ({
      minute,
      opinions: { champion: verdict.opinions?.[index], challenger: said[from + index] },
      settings: settings.detection,
    }));
    await takeIn(deps, pairOf(verdict, challenger), compared);
  }
}

function pairOf({ watch, opinions }: ServiceVerdict, { info }: AnomalyModel): ShadowPair {
  const champion = opinions?.[0]?.hash ?? 'none';
  return { modelName: info.name, serviceId: watch.serviceId, champion, challenger: info.hash };
}

/** Adds the new minutes of one service to its tally, however many others write it. */
async function takeIn(
  { models }: CompareModelsDeps,
  pair: ShadowPair,
  compared: readonly ComparedMinute[],
): Promise<void> {
  const { modelName, serviceId } = pair;
  await winRace(`the comparison of ${modelName} on ${serviceId}`, async () => {
    const seen = await models.findTally(modelName, serviceId);
    const next = continueTally(seen, pair, compared);
    if (!next || next === seen) return { value: true };
    return (await models.replaceTally(next, seen)) ? { value: true } : undefined;
  });
}
