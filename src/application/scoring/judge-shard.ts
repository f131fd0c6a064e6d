// Second half of scoring: all new minutes of the shard are observed, their features judged by the model in one call, and
// each minute gets its verdict. Without the model thresholds judge alone, and every anomaly says so (M40).

import { makeCallTimer, timedModel } from '#application/models/call-timer.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { FeedbackStore } from '#application/ports/learning.ts';
import type {
  Flags,
  Log,
  ModelStatus,
  PulseStore,
  SettingsSource,
  Stopwatch,
} from '#application/ports/operations.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import type { ServiceReading } from '#application/scoring/read-shard.ts';
import { buildAnomalyId } from '#contracts/naming.ts';
import type { Settings } from '#contracts/settings.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { collectFeatureRows, splitScores } from '#domain/detection/feature-rows.ts';
import { judgeMinute, type ModelOpinion } from '#domain/detection/judge-minute.ts';
import { type MinuteObservation, observeMinute } from '#domain/detection/observe-minute.ts';
import { rulesFor } from '#domain/detection/own-rule.ts';
import { createWatch, type ServiceWatch } from '#domain/detection/service-watch.ts';
import type { Feedback } from '#domain/feedback/feedback.ts';
import { TOLERANCE_SECONDS, tolerancesOf } from '#domain/feedback/tolerance.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { secondsAfter } from '#domain/ids.ts';

export interface JudgeShardDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly flags: Flags;
  readonly log: Log;
  readonly pulse: PulseStore;
  readonly feedback: FeedbackStore;
  readonly model: AnomalyModel | undefined;
  /** Absent where the same minutes must always leave the same records. */
  readonly stopwatch?: Stopwatch | undefined;
}

/** What became of one service's new minutes. */
export interface ServiceVerdict {
  /** The watch as it was read, and as it is now. */
  readonly seen: ServiceWatch | undefined;
  readonly watch: ServiceWatch;
  readonly records: readonly HealthRecord[];
  readonly anomalies: readonly Anomaly[];
  /** What was seen, and what the model said of each minute; no opinions where thresholds judged alone. */
  readonly observations: readonly MinuteObservation[];
  readonly opinions: readonly ModelOpinion[] | undefined;
  /** Whether any minute was less than healthy or heading there, or odd as a whole, or a rule of the owner's is being broken: reason to look more often. */
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
  const timer = makeCallTimer(deps);
  const model = deps.model && timedModel(deps.model, timer);
  const scores = await modelOpinions({ ...deps, model }, settings, all);
  await noteModel(deps, { isUsable: scores !== undefined, inferenceMs: timer.lastMilliseconds() });
  const judgements = await deps.feedback.listSince(secondsAfter(deps.clock.now(), -TOLERANCE_SECONDS));
  let next = 0;
  return observed.map((service) => {
    next += service.observations.length;
    const own = scores?.slice(next - service.observations.length, next);
    return judgeMinutes(service, settings, { deps, opinions: own, judgements });
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

/** Undefined when the model is switched off, missing or failing: never an error, always on record. */
async function modelOpinions(
  { model, flags, log }: JudgeShardDeps,
  settings: Settings,
  minutes: readonly MinuteObservation[],
): Promise<readonly ModelOpinion[] | undefined> {
  try {
    if (!model || !(await flags.isOn('self_healing.ml_models')))
      throw new Error('no model is loaded or switched on');
    return await askModel(model, minutes, settings);
  } catch (error) {
    log.record('model-unavailable', { reason: String(error) });
    log.count('ModelFallbacks', minutes.length);
    return undefined;
  }
}

/** What a model says of each minute, in their order. Rejects when it cannot answer. */
export async function askModel(
  model: AnomalyModel,
  minutes: readonly MinuteObservation[],
  { polling }: Pick<Settings, 'polling'>,
): Promise<readonly ModelOpinion[]> {
  const { features, rowCount, windows } = collectFeatureRows(minutes);
  const scores = rowCount === 0 ? new Float32Array() : await model.score(features, rowCount, windows);
  const { parameters, info } = model;
  const { hash } = info;
  const { periodSeconds } = polling;
  return splitScores(minutes, scores).map((logits) => ({ logits, hash, parameters, periodSeconds }));
}

/** The healer's own health: the console says at once when thresholds judge alone. */
async function noteModel(
  { pulse, clock, model }: JudgeShardDeps,
  { isUsable, inferenceMs }: Pick<ModelStatus, 'isUsable' | 'inferenceMs'>,
): Promise<void> {
  await pulse.noteModel({
    at: clock.now(),
    isUsable,
    ...(model && { name: model.info.name }),
    ...(inferenceMs !== undefined && { inferenceMs }),
  });
}

interface Judging {
  readonly deps: JudgeShardDeps;
  readonly opinions: readonly ModelOpinion[] | undefined;
  /** What people said of late of incidents of any service. */
  readonly judgements: readonly Feedback[];
}

function judgeMinutes(
  { reading: { service, seen }, watch: observedWatch, observations }: ObservedService,
  { detection, rules, polling: { periodSeconds } }: Settings,
  { deps, opinions, judgements }: Judging,
): ServiceVerdict {
  const tolerances = tolerancesOf(judgements, service.id, deps.clock.now());
  const own = rulesFor(rules, service.id);
  let watch = observedWatch;
  const records: HealthRecord[] = [];
  const anomalies: Anomaly[] = [];
  observations.forEach((observation, index) => {
    const judged = judgeMinute(watch, observation, {
      anomalyId: buildAnomalyId(service.id, observation.reading.at),
      detectedAt: deps.clock.now(),
      model: opinions?.[index],
      maxFailures: service.maxFailuresBeforeRecovery,
      settings: detection,
      tolerances,
      ...(own.length > 0 && { rules: { rules: own, periodSeconds } }),
    });
    watch = judged.watch;
    records.push(judged.healthRecord);
    if (judged.anomaly) anomalies.push(judged.anomaly);
  });
  const isBroken = Object.keys(watch.verdict.ruleRuns ?? {}).length > 0;
  const isOff = records.some(({ state, isSliding }) => state !== 'healthy' || isSliding);
  const isOdd = observations.some(({ oddness = 0 }) => oddness >= detection.oddness);
  const isStrange = anomalies.length > 0 || isBroken || isOff || isOdd;
  return { seen, watch, records, anomalies, observations, opinions, isStrange };
}
