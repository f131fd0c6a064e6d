// The pattern detector in the judging of a shard (M39): anomalies that complete a known sequence say so, and services
// that usually come next are looked at every minute. Only minutes with anomalies cost anything, and whatever fails here
// leaves the verdicts as they are.

import type { Flags, Log, SettingsSource } from '#application/ports/operations.ts';
import type { PatternStore } from '#application/ports/patterns.ts';
import type { AnomalyStore, Clock, PollStore } from '#application/ports/telemetry.ts';
import type { ServiceVerdict } from '#application/scoring/judge-shard.ts';
import { wakeService } from '#application/wake-service.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { secondsAfter } from '#domain/ids.ts';
import type { Sequence } from '#domain/pattern/pattern.ts';
import {
  likelyNext,
  longestLagSeconds,
  mayHaveBegunAt,
  recogniseSequences,
} from '#domain/pattern/recognise.ts';

export interface RecognisePatternsDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly flags: Flags;
  readonly log: Log;
  readonly anomalies: AnomalyStore;
  readonly polls: PollStore;
  readonly patterns: PatternStore;
}

/** The verdicts, their anomalies with the patterns that they complete; wakes the services that usually come next. */
export async function recognisePatterns(
  deps: RecognisePatternsDeps,
  verdicts: readonly ServiceVerdict[],
): Promise<readonly ServiceVerdict[]> {
  const found = verdicts.flatMap(({ anomalies }) => anomalies);
  if (found.length === 0) return verdicts;
  try {
    const sequences = await knownSequences(deps);
    if (sequences.length === 0) return verdicts;
    await wakeNext(deps, sequences, found);
    const before = [...(await seenBefore(deps, sequences, found)), ...found];
    return verdicts.map((verdict) => ({
      ...verdict,
      anomalies: verdict.anomalies.map((anomaly) => recogniseSequences(anomaly, sequences, before)),
    }));
  } catch (error) {
    deps.log.record('patterns-unavailable', { reason: String(error) });
    return verdicts;
  }
}

async function knownSequences({ flags, patterns }: RecognisePatternsDeps): Promise<readonly Sequence[]> {
  if (!(await flags.isOn('self_healing.advanced_patterns'))) return [];
  const report = await patterns.latest();
  return (report?.patterns ?? []).filter((pattern) => pattern.kind === 'sequence');
}

async function wakeNext(
  deps: RecognisePatternsDeps,
  sequences: readonly Sequence[],
  found: readonly Anomaly[],
): Promise<void> {
  const { services } = await deps.settings.current();
  const next = new Set(found.flatMap((anomaly) => likelyNext(sequences, anomaly)));
  for (const { id } of services) if (next.has(id)) await wakeService(deps, id);
}

/** What the services showed of late from which the sequences of these anomalies begin. */
async function seenBefore(
  { anomalies }: RecognisePatternsDeps,
  sequences: readonly Sequence[],
  found: readonly Anomaly[],
): Promise<readonly Anomaly[]> {
  const reach = longestLagSeconds(sequences);
  const seen = found.flatMap((anomaly) =>
    mayHaveBegunAt(sequences, anomaly).map((id) =>
      anomalies.list(id, secondsAfter(anomaly.at, -reach), anomaly.at),
    ),
  );
  return (await Promise.all(seen)).flat();
}
