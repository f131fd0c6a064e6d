// First half of scoring a minute: the series learn, and say how the minute looked to them. Pure and without the model,
// so the features of many services can be collected into one call before anything is judged.

import type { BandRule } from '#domain/baseline/band.ts';
import { hoursOf } from '#domain/baseline/hourly-memory.ts';
import { loadBandOf } from '#domain/baseline/load-band.ts';
import { numberAt } from '#domain/baseline/number-at.ts';
import { isRecurring, wasAsHigh } from '#domain/baseline/recurrence.ts';
import type { SeriesState } from '#domain/baseline/series-state.ts';
import { type SeriesStep, updateSeries } from '#domain/baseline/update-series.ts';
import { judgeTogether } from '#domain/detection/joint-guard.ts';
import type { IndicatorObservation } from '#domain/detection/judge-indicator.ts';
import { createWatch, type ServiceWatch } from '#domain/detection/service-watch.ts';
import type { DetectionSettings } from '#domain/detection/settings.ts';
import { findTrend, type Trend } from '#domain/detection/trend.ts';
import { type Instant, type ServiceId, secondsBetween } from '#domain/ids.ts';
import { IndicatorName, isUserVisible } from '#domain/signal/indicator.ts';
import type { MinuteReading } from '#domain/signal/minute-reading.ts';

/** What is known around the minute. */
export interface MinuteContext {
  readonly serviceId: ServiceId;
  readonly periodSeconds: number;
  /** False while the service is part of an incident: its points are not learned (B29). */
  readonly isTeaching: boolean;
  /** The last deployment, configuration or scaling before the minute: the baseline follows its effect faster (B4). */
  readonly recentChangeAt?: Instant;
  /** Limits of resources, in the unit of their indicator, where the caller knows them: connections of a database. */
  readonly limits?: Partial<Record<IndicatorName, number>>;
  readonly settings: DetectionSettings;
}

/** How one minute looked. */
export interface MinuteObservation {
  readonly reading: MinuteReading;
  /** One for each indicator with a new value; their features are the rows for the model, in this order. */
  readonly observations: readonly IndicatorObservation[];
  /** Error shares of the last half hour, for their trend. */
  readonly errorShares: readonly number[];
  /** The use of each limited resource, 0 to 1. */
  readonly saturation?: number;
  readonly baselineProgress: number;
  /** See `MinuteContext`. */
  readonly isTeaching: boolean;
  /** How many times as odd as usual all indicators are together; absent while too little was seen. */
  readonly oddness?: number;
}

export interface ObservedMinute {
  readonly watch: ServiceWatch;
  readonly observation: MinuteObservation;
}

/** Points after which the baseline of a series counts as complete: two days (M30). */
const COMPLETE_POINTS = 2880;
const SECONDS_PER_MINUTE = 60;

/**
 * Takes one minute into the watch. Undefined when the minute, or a later one, was observed before: the same points
 * delivered again change nothing (I9). Several minutes may be observed before the first of them is judged.
 */
export function observeMinute(
  before: ServiceWatch | undefined,
  reading: MinuteReading,
  context: MinuteContext,
): ObservedMinute | undefined {
  const watch = before ?? createWatch(context.serviceId);
  if (watch.observedAt !== undefined && reading.at <= watch.observedAt) return undefined;
  const series: Partial<Record<IndicatorName, SeriesState>> = { ...watch.series };
  const observations: IndicatorObservation[] = [];
  const loadBand = presentLoadBand(watch, reading);
  for (const indicator of IndicatorName.options) {
    const observed = observeIndicator(series[indicator], { indicator, reading, context, loadBand });
    if (!observed) continue;
    series[indicator] = observed.state;
    observations.push(observed.observation);
  }
  const saturation = saturationOf(reading, context);
  const { memory: joint, oddness } = judgeTogether(watch.joint, observations, context.isTeaching);
  return {
    watch: { ...watch, version: watch.version + 1, observedAt: reading.at, series, joint },
    observation: {
      reading,
      observations,
      errorShares: series['error-share']?.recent.slice(-30) ?? [],
      ...(saturation !== undefined && { saturation }),
      ...(oddness !== undefined && { oddness }),
      baselineProgress: progressOf(series),
      isTeaching: context.isTeaching,
    },
  };
}

interface IndicatorQuestion {
  readonly indicator: IndicatorName;
  readonly reading: MinuteReading;
  readonly context: MinuteContext;
  readonly loadBand: number | undefined;
}

function observeIndicator(
  before: SeriesState | undefined,
  question: IndicatorQuestion,
): { readonly state: SeriesState; readonly observation: IndicatorObservation } | undefined {
  const { indicator, reading, context } = question;
  const value = reading.indicators[indicator];
  const step = updateSeries(
    before,
    { at: reading.at, value },
    {
      periodSeconds: context.periodSeconds,
      rule: bandRuleOf(question),
      isTeaching: context.isTeaching,
      learningRate: learningRateOf(question),
      isFollowing: !isUserVisible(indicator),
    },
  );
  if (!step?.features || value === undefined) return undefined;
  const trend = trendOf(step.state, question);
  const foretold = trend ?? foretell(step.state, question);
  const excess = Math.abs(value - (before?.level ?? value));
  const recurs = isRecurring(step.state.memory, excess, Math.floor(hoursOf(reading.at)));
  return {
    state: step.state,
    observation: {
      indicator,
      value,
      features: step.features,
      isRecurring: recurs,
      ...sightOf(step),
      ...(trend && { trend }),
      ...(foretold && { foretold }),
    },
  };
}

/** What there is of shape and band. */
function sightOf({ window, band }: SeriesStep): Pick<SeriesStep, 'window' | 'band'> {
  return { ...(window && { window }), ...(band && { band }) };
}

function bandRuleOf({ indicator, context, loadBand }: IndicatorQuestion): BandRule {
  const { relativeMargin, absoluteMargin, prior } = context.settings.indicators[indicator];
  return { width: context.settings.bands.width, relativeMargin, absoluteMargin, prior, loadBand };
}

/** Faster for a while after a change, for what users do not feel: a new version may use more memory for good. */
function learningRateOf({ indicator, reading, context }: IndicatorQuestion): number {
  const { rate, changeFactor, changeMinutes } = context.settings.learning;
  if (context.recentChangeAt === undefined || isUserVisible(indicator)) return rate;
  const sinceChangeMinutes = secondsBetween(context.recentChangeAt, reading.at) / SECONDS_PER_MINUTE;
  return sinceChangeMinutes >= 0 && sinceChangeMinutes <= changeMinutes ? rate * changeFactor : rate;
}

/** Load relative to the median hour of the last day; throughput itself has no load band. */
function presentLoadBand({ series }: ServiceWatch, { indicators }: MinuteReading): number | undefined {
  const { throughput } = indicators;
  if (throughput === undefined || !series.throughput) return undefined;
  return loadBandOf(throughput, series.throughput.memory.level24);
}

function limitOf(indicator: IndicatorName, { limits, settings }: MinuteContext): number | undefined {
  if (indicator === 'memory') return limits?.memory ?? settings.trends.memoryLimit;
  if (indicator === 'queue-age') return limits?.['queue-age'] ?? settings.trends.queueAgeLimit;
  return indicator === 'connections' ? limits?.connections : undefined;
}

/** The crossing of a known limit within the horizon of anomalies. */
function trendOf(state: SeriesState, question: IndicatorQuestion): Trend | undefined {
  const limit = limitOf(question.indicator, question.context);
  const { horizonMinutes } = question.context.settings.trends;
  return limit === undefined ? undefined : crossingOf(state, question, { limit, horizonMinutes });
}

/** The crossing of a known or presumed limit within the horizon of warnings. */
function foretell(state: SeriesState, question: IndicatorQuestion): Trend | undefined {
  const { assumedReserve, warningMinutes: horizonMinutes } = question.context.settings.trends;
  const presumed = question.indicator === 'connections' ? assumedReserve * state.memory.level24 : undefined;
  const limit = limitOf(question.indicator, question.context) ?? presumed;
  return limit === undefined ? undefined : crossingOf(state, question, { limit, horizonMinutes });
}

/** A rise that ended well at this time of earlier days is no concern. */
function crossingOf(
  { recent, memory }: SeriesState,
  { reading, context }: IndicatorQuestion,
  aim: { readonly limit: number; readonly horizonMinutes: number },
): Trend | undefined {
  const value = numberAt(recent, recent.length - 1);
  if (wasAsHigh(memory, value, Math.floor(hoursOf(reading.at)))) return undefined;
  const { minimumUse } = context.settings.trends;
  return findTrend({ ...aim, values: recent, at: reading.at, minimumUse });
}

/** CPU in percent is its own limit. */
const CPU_LIMIT = 100;

function saturationOf({ indicators }: MinuteReading, context: MinuteContext): number | undefined {
  const uses = (['memory', 'connections'] as const).flatMap((indicator) => {
    const value = indicators[indicator];
    const limit = limitOf(indicator, context);
    return value === undefined || limit === undefined ? [] : [value / limit];
  });
  if (indicators.cpu !== undefined) uses.push(indicators.cpu / CPU_LIMIT);
  return uses.length === 0 ? undefined : Math.max(...uses);
}

/** The least learned of the user-visible series, 0 to 1; 0 when there is none yet. */
function progressOf(series: ServiceWatch['series']): number {
  const counts = IndicatorName.options.filter(isUserVisible).flatMap((name) => series[name]?.count ?? []);
  return counts.length === 0 ? 0 : Math.min(1, Math.min(...counts) / COMPLETE_POINTS);
}
