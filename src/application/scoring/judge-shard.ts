// Second half of scoring: all new minutes of the shard are observed, their features judged by the model in one call, and
// each minute gets its verdict. Without the model thresholds judge alone, and every anomaly says so (M40).

import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { Flags, Log, PulseStore, SettingsSource } from '#application/ports/operations.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import type { ServiceReading } from '#application/scoring/read-shard.ts';
import { buildAnomalyId } from '#contracts/naming.ts';
import type { Settings } from '#contracts/settings.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { collectFeatureRows, splitScores } from '#domain/detection/feature-rows.ts';
import { judgeMinute } from '#domain/detection/judge-minute.ts';
import { type MinuteObservation, observeMinute } from '#domain/detection/observe-minute.ts';
import { createWatch, type ServiceWatch } from '#domain/detection/service-watch.ts';
import type { HealthRecord } from '#domain/health/health.ts';

export interface JudgeShardDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly flags: Flags;
  readonly log: Log;
  readonly pulse: PulseStore;
  readonly model: AnomalyModel | undefined;
}

/** What became of one service's new minutes. */
export interface ServiceVerdict {
  /** The watch as it was read, and as it is now. */
  readonly seen: ServiceWatch | undefined;
  readonly watch: ServiceWatch;
  readonly records: readonly HealthRecord[];
  readonly anomalies: readonly Anomaly[];
  /** Whether any minute was less than healthy: reason to look more often. */
  readonly isStrange: boolean;
}

/** Judges every service that has new minutes. */
export async function judgeShard(
  deps: JudgeShardDeps,
  readings: readonly ServiceReading[],
): Promise<readonly ServiceVerdict[]> {
  const settings = await deps.settings.current();
  const observed = readings
    .filter(({ minutes }) => minutes.length > 0)
    .map((reading) => ({ reading, ...observeMinutes(reading, settings) }));
  const all = observed.flatMap(({ observations }) => observations);
  const scores = await modelScores(deps, all);
  await noteModel(deps, scores !== undefined);
  let next = 0;
  return observed.map((service) => {
    next += service.observations.length;
    const own = scores?.minutes.slice(next - service.observations.length, next);
    return judgeMinutes(service, settings, { deps, scores: own, hash: scores?.hash });
  });
}

interface ObservedService {
  readonly reading: ServiceReading;
  readonly watch: ServiceWatch;
  readonly observations: readonly MinuteObservation[];
}

function observeMinutes(
  { service, seen, minutes, isTeaching, recentChangeAt }: ServiceReading,
  { detection, polling }: Settings,
): Omit<ObservedService, 'reading'> {
  let watch = seen ?? createWatch(service.id);
  const observations: MinuteObservation[] = [];
  for (const minute of minutes) {
    const observed = observeMinute(watch, minute, {
      serviceId: service.id,
      periodSeconds: polling.periodSeconds,
      isTeaching,
      settings: detection,
      ...(recentChangeAt !== undefined && { recentChangeAt }),
    });
    if (!observed) continue;
    watch = observed.watch;
    observations.push(observed.observation);
  }
  return { watch, observations };
}

interface ModelScores {
  readonly minutes: readonly (readonly number[])[];
  readonly hash: string;
}

/** Undefined when the model is switched off, missing or failing: never an error, always on record. */
async function modelScores(
  { model, flags, log }: JudgeShardDeps,
  minutes: readonly MinuteObservation[],
): Promise<ModelScores | undefined> {
  const rows = collectFeatureRows(minutes);
  try {
    if (!model || !(await flags.isOn('self_healing.ml_models')))
      throw new Error('no model is loaded or switched on');
    const scores = rows.rowCount === 0 ? new Float32Array() : await model.score(rows.features, rows.rowCount);
    return { minutes: splitScores(minutes, scores), hash: model.info.hash };
  } catch (error) {
    log.record('model-unavailable', { reason: String(error) });
    log.count('ModelFallbacks', minutes.length);
    return undefined;
  }
}

/** The healer's own health: the console says at once when thresholds judge alone. */
async function noteModel({ pulse, clock, model }: JudgeShardDeps, isUsable: boolean): Promise<void> {
  await pulse.noteModel({ at: clock.now(), isUsable, ...(model && { name: model.info.name }) });
}

interface Judging {
  readonly deps: JudgeShardDeps;
  readonly scores: readonly (readonly number[])[] | undefined;
  readonly hash: string | undefined;
}

function judgeMinutes(
  { reading: { service, seen }, watch: observedWatch, observations }: ObservedService,
  { detection }: Settings,
  { deps, scores, hash }: Judging,
): ServiceVerdict {
  let watch = observedWatch;
  const records: HealthRecord[] = [];
  const anomalies: Anomaly[] = [];
  observations.forEach((observation, index) => {
    const own = scores?.[index];
    const judged = judgeMinute(watch, observation, {
      anomalyId: buildAnomalyId(service.id, observation.reading.at),
      detectedAt: deps.clock.now(),
      model: own && hash !== undefined ? { scores: own, hash } : undefined,
      maxFailures: service.maxFailuresBeforeRecovery,
      settings: detection,
    });
    watch = judged.watch;
    records.push(judged.healthRecord);
    if (judged.anomaly) anomalies.push(judged.anomaly);
  });
  const isStrange = anomalies.length > 0 || records.some(({ state }) => state !== 'healthy');
  return { seen, watch, records, anomalies, isStrange };
}
