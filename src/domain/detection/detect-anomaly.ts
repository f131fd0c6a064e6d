// From the verdicts on a minute's indicators to an anomaly, or none. Something that users feel must have deviated for
// long enough, or a limited resource must truly head for its limit; a busy processor alone is neither, unless its owner has
// made a rule of it.

import type { Anomaly, Evidence } from '#domain/anomaly/anomaly.ts';
import type { IndicatorVerdict } from '#domain/detection/judge-indicator.ts';
import { isPersistent, type Persistence } from '#domain/detection/persistence.ts';
import type { DetectionSettings } from '#domain/detection/settings.ts';
import { type AnomalyId, Instant, type ServiceId } from '#domain/ids.ts';
import { isUserVisible } from '#domain/signal/indicator.ts';

export interface JudgedIndicator {
  readonly verdict: IndicatorVerdict;
  readonly persistence: Persistence;
  /** The first minute of the present deviation. */
  readonly onsetAt: Instant;
}

export interface AnomalyFacts {
  readonly anomalyId: AnomalyId;
  readonly serviceId: ServiceId;
  readonly at: Instant;
  readonly detectedAt: Instant;
  readonly judged: readonly JudgedIndicator[];
  /** Hash of the model that took part; absent when there was none. */
  readonly modelHash?: string | undefined;
  readonly settings: DetectionSettings;
}

/** The anomaly of a minute, with the evidence of all indicators that are abnormal in it, the strongest first. */
export function detectAnomaly(facts: AnomalyFacts): Anomaly | undefined {
  const { settings, modelHash } = facts;
  const grounds = facts.judged.filter((judged) => isGround(judged, settings));
  if (grounds.length === 0) return undefined;
  const evidence = facts.judged
    .filter(({ verdict }) => verdict.isAbnormal)
    .map(({ verdict }) => verdict.evidence)
    .sort((one, other) => strengthOf(other, settings) - strengthOf(one, settings));
  return {
    anomalyId: facts.anomalyId,
    serviceId: facts.serviceId,
    at: facts.at,
    onsetAt: Instant.parse(Math.min(...grounds.map(({ onsetAt }) => onsetAt))),
    detectedAt: facts.detectedAt,
    score: Math.max(...grounds.map(({ verdict }) => strengthOf(verdict.evidence, settings))),
    isUserVisible: grounds.some(({ verdict }) => isFelt(verdict.evidence)),
    evidence,
    ...(modelHash !== undefined && { modelHash }),
    isFallback: modelHash === undefined,
  };
}

/** What alone makes an anomaly: lasting, and felt by users or heading for a limit. */
function isGround({ verdict, persistence }: JudgedIndicator, settings: DetectionSettings): boolean {
  const { indicator, detectors } = verdict.evidence;
  if (detectors.includes('failure') || detectors.includes('rule')) return true;
  const matters = isUserVisible(indicator) || detectors.includes('trend');
  return matters && isPersistent(persistence, settings.persistence);
}

/** A rise towards a limit is felt only when the indicator has also left its band already. */
function isFelt({ indicator, detectors }: Evidence): boolean {
  return isUserVisible(indicator) && detectors.some((detector) => detector !== 'trend');
}

/** Score of a trend, a broken rule, and failed checks: what they say does not depend on what is usual. */
const TREND_STRENGTH = 0.6;
const RULE_STRENGTH = 0.75;
const FAILURE_STRENGTH = 0.9;

/** 0 to 1: a half at the edge of the band, two thirds at twice the way, and never less than the model's opinion allows. */
function strengthOf({ deviation, detectors }: Evidence, { bands }: DetectionSettings): number {
  const size = Math.abs(deviation);
  const fromDeviation = size / (size + bands.width);
  const fromTrend = detectors.includes('trend') ? TREND_STRENGTH : 0;
  const fromRule = detectors.includes('rule') ? RULE_STRENGTH : 0;
  const fromFailure = detectors.includes('failure') ? FAILURE_STRENGTH : 0;
  return Math.max(fromDeviation, fromTrend, fromRule, fromFailure);
}
