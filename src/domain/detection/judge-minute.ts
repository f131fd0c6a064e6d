// Second half of scoring a minute: the detectors' verdicts, the health record, and an anomaly if there is one. Without
// the model's scores thresholds judge alone, and the anomaly says so (M40).

import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { addCompany } from '#domain/anomaly/company.ts';
import { addRarity } from '#domain/anomaly/rarity.ts';
import {
  departureOf,
  type ScoredLogit,
  type ScoreParameters,
  scoreOpinion,
} from '#domain/detection/anomaly-score.ts';
import { detectAnomaly, type JudgedIndicator } from '#domain/detection/detect-anomaly.ts';
import { countFailures, failedChecks } from '#domain/detection/failure-rule.ts';
import { type IndicatorObservation, judgeIndicator } from '#domain/detection/judge-indicator.ts';
import { fallAfter, recordMinute, scoreMinute } from '#domain/detection/minute-health.ts';
import { addBrokenRules, type RulesInForce, trackRules } from '#domain/detection/obey-rules.ts';
import type { MinuteObservation } from '#domain/detection/observe-minute.ts';
import { NO_PERSISTENCE, type Persistence, rememberMinute } from '#domain/detection/persistence.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import type { DetectionSettings } from '#domain/detection/settings.ts';
import { type Tolerances, tolerate } from '#domain/feedback/tolerance.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { rememberScore } from '#domain/health/health-record.ts';
import { trackHealth } from '#domain/health/health-state.ts';
import { type AnomalyId, type Instant, secondsBetween } from '#domain/ids.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';

/** One raw opinion for each observation, in order, and whose they are. */
export interface ModelOpinion {
  readonly logits: readonly number[];
  readonly hash: string;
  readonly parameters: ScoreParameters;
  readonly periodSeconds: number;
}

export interface JudgeContext {
  /** The id that an anomaly of this minute gets. */
  readonly anomalyId: AnomalyId;
  readonly detectedAt: Instant;
  /** What the model says of the minute; absent when it is missing, failing or stale. */
  readonly model?: ModelOpinion | undefined;
  /** C2: failed minutes in a row that make a service unhealthy. */
  readonly maxFailures: number;
  readonly settings: DetectionSettings;
  /** What people's judgements have made of the bars of this service (B8). */
  readonly tolerances?: Tolerances;
  /** Rules of the owner's for this service; absent where there are none. */
  readonly rules?: RulesInForce;
}

export interface JudgedMinute {
  readonly watch: ServiceWatch;
  readonly healthRecord: HealthRecord;
  readonly anomaly?: Anomaly;
}

const SECONDS_PER_MINUTE = 60;

/** The verdict on an observed minute. Minutes are judged in the order in which they were observed. */
export function judgeMinute(
  watch: ServiceWatch,
  minute: MinuteObservation,
  context: JudgeContext,
): JudgedMinute {
  const failed = failedChecks(minute.reading, context.settings.failures);
  const consecutiveFailures = countFailures(watch.verdict.consecutiveFailures, failed);
  const failing = consecutiveFailures >= context.maxFailures ? (failed ?? []) : [];
  const scored = minute.observations.map((observation, index) =>
    scoreObservation(context.model, observation, {
      logit: context.model?.logits[index],
      remembered: watch.verdict.tails[observation.indicator],
    }),
  );
  const judged = minute.observations.map((observation, index) =>
    judgeOne(watch, { minute, observation, modelScore: scored[index]?.probability, failing, context }),
  );
  const tails = nextTails(watch, judged, scored);
  const next = {
    ...watch,
    verdict: nextVerdict(watch, minute, { context, consecutiveFailures, judged, tails }),
  };
  const { serviceId } = watch;
  const { at } = minute.reading;
  const { ruleRuns } = next.verdict;
  const ruled = context.rules && ruleRuns ? addBrokenRules(judged, ruleRuns, context.rules) : judged;
  const anomaly = detectAnomaly({ ...context, serviceId, at, judged: ruled, modelHash: context.model?.hash });
  const healthRecord = recordMinute(next, minute, {
    settings: context.settings,
    usualFall: watch.verdict.usualFall,
  });
  return { watch: next, healthRecord, ...(anomaly && { anomaly: addContext(anomaly, minute, watch) }) };
}

/** With how rare each value is, and how odd the service as a whole. */
function addContext(anomaly: Anomaly, { oddness }: MinuteObservation, { series }: ServiceWatch): Anomaly {
  return addRarity(addCompany(anomaly, oddness), series);
}

/** How probable trouble is by one model's word of one observation; undefined without a word of it. */
export function scoreObservation(
  model: ModelOpinion | undefined,
  { features }: IndicatorObservation,
  { logit, remembered = 0 }: { readonly logit: number | undefined; readonly remembered: number | undefined },
): ScoredLogit | undefined {
  if (!model || logit === undefined) return undefined;
  const { parameters, periodSeconds } = model;
  return scoreOpinion(parameters, { logit, departure: departureOf(features), remembered, periodSeconds });
}

type Tails = ServiceWatch['verdict']['tails'];

function nextTails(
  { verdict }: ServiceWatch,
  judged: readonly JudgedIndicator[],
  scored: readonly (ScoredLogit | undefined)[],
): Tails {
  const tails: Partial<Record<IndicatorName, number>> = { ...verdict.tails };
  judged.forEach(({ verdict: { evidence } }, index) => {
    const tail = scored[index]?.tail;
    if (tail !== undefined) tails[evidence.indicator] = tail;
  });
  return tails;
}

interface OneIndicator {
  readonly minute: MinuteObservation;
  readonly observation: IndicatorObservation;
  readonly modelScore: number | undefined;
  readonly failing: readonly IndicatorName[];
  readonly context: JudgeContext;
}

function judgeOne(watch: ServiceWatch, one: OneIndicator): JudgedIndicator {
  const { minute, observation, modelScore, failing, context } = one;
  const verdict = judgeIndicator({
    observation,
    modelScore,
    failures: minute.reading.failures,
    isFailing: failing.includes(observation.indicator),
    settings: tolerate(context.settings, context.tolerances?.[observation.indicator]),
  });
  const before = watch.verdict.persistence[observation.indicator] ?? NO_PERSISTENCE;
  const { at } = minute.reading;
  const { isAbnormal, isStrong } = verdict;
  const persistence = rememberMinute(before, { at, isAbnormal, isStrong }, context.settings.persistence);
  return { verdict, persistence, onsetAt: persistence.onsetAt ?? at };
}

interface VerdictParts {
  readonly context: JudgeContext;
  readonly consecutiveFailures: number;
  readonly judged: readonly JudgedIndicator[];
  readonly tails: Tails;
}

function nextVerdict(
  { verdict }: ServiceWatch,
  minute: MinuteObservation,
  { context, consecutiveFailures, judged, tails }: VerdictParts,
): ServiceWatch['verdict'] {
  const { settings, maxFailures, rules } = context;
  const score = scoreMinute(minute, settings);
  const scores = rememberScore(verdict.scores, score);
  const persistence: Partial<Record<IndicatorName, Persistence>> = { ...verdict.persistence };
  for (const one of judged) persistence[one.verdict.evidence.indicator] = one.persistence;
  const { at } = minute.reading;
  const seenAt = score === undefined ? verdict.seenAt : at;
  const isStale =
    seenAt === undefined || secondsBetween(seenAt, at) >= settings.staleMinutes * SECONDS_PER_MINUTE;
  const atBest = consecutiveFailures >= maxFailures ? 'unhealthy' : 'healthy';
  return {
    persistence,
    tails,
    consecutiveFailures,
    health: trackHealth(verdict.health, { score, isStale, atBest }),
    scores,
    ...fallAfter(verdict, minute, { scores, rate: settings.learning.rate }),
    ...(rules && { ruleRuns: trackRules(verdict.ruleRuns ?? {}, minute.reading, rules) }),
    ...(seenAt !== undefined && { seenAt }),
  };
}
