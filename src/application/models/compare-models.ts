// After a shard was scored: what the champion said is counted for its drift, and a challenger is asked of the very same
// feature rows. The answer is only written down; no failure here reaches what was decided (M109).

import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Log, SettingsSource } from '#application/ports/operations.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { winRace } from '#application/recovery/win-race.ts';
import { askModel, type ServiceVerdict } from '#application/scoring/judge-shard.ts';
import type { ModelOpinion } from '#domain/detection/judge-minute.ts';
import type { MinuteObservation } from '#domain/detection/observe-minute.ts';
import type { Instant, ServiceId } from '#domain/ids.ts';
import { addCounts, countOpinions } from '#domain/model/drift.ts';
import { type ComparedMinute, continueTally, type ShadowPair } from '#domain/model/shadow-tally.ts';

export interface CompareModelsDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly models: ModelRegistry;
  readonly log: Log;
}

/** One service whose new minutes the champion had a word on. */
interface HeardService {
  readonly serviceId: ServiceId;
  readonly observations: readonly MinuteObservation[];
  readonly opinions: readonly ModelOpinion[];
  /** Of the champion. */
  readonly hash: string;
}

/** Counts what the champion said, and notes what the challenger would have said. Never throws. */
export async function compareModels(
  deps: CompareModelsDeps,
  verdicts: readonly ServiceVerdict[],
  challenger: AnomalyModel | undefined,
): Promise<void> {
  try {
    const heard = verdicts.flatMap(heardOf);
    await countSaid(deps, heard);
    if (challenger) await listen(deps, heard, challenger);
  } catch (error) {
    deps.log.record('model-review-failed', { reason: String(error) });
  }
}

function heardOf({ watch, observations, opinions }: ServiceVerdict): HeardService[] {
  const [first] = opinions ?? [];
  if (!opinions || !first) return [];
  return [{ serviceId: watch.serviceId, observations, opinions, hash: first.hash }];
}

/** One count for the whole shard. */
async function countSaid(
  { clock, models }: CompareModelsDeps,
  heard: readonly HeardService[],
): Promise<void> {
  const [first] = heard;
  if (!first) return;
  const counts = heard.flatMap(({ observations, opinions }) =>
    observations.map((minute, index) => countOpinions(minute, opinions[index])),
  );
  await models.addOpinions(first.hash, { day: dayOf(clock.now()), counts: addCounts(counts) });
}

/** `2026-11-23`, in UTC. */
function dayOf(at: Instant): string {
  return new Date(at).toISOString().slice(0, 10);
}

async function listen(
  deps: CompareModelsDeps,
  heard: readonly HeardService[],
  challenger: AnomalyModel,
): Promise<void> {
  const { info } = challenger;
  const settings = await deps.settings.current();
  const minutes = heard.flatMap(({ observations }) => observations);
  const said = await askModel(challenger, minutes, settings);
  let next = 0;
  for (const { serviceId, observations, opinions, hash } of heard) {
    const from = next;
    next += observations.length;
    const compared = observations.map((minute, index) => ({
      minute,
      opinions: { champion: opinions[index], challenger: said[from + index] },
      settings: settings.detection,
    }));
    const pair = { modelName: info.name, serviceId, champion: hash, challenger: info.hash };
    await takeIn(deps, pair, compared);
  }
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
