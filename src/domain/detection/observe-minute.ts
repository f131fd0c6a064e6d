// First half of scoring a minute: the series learn, and say how the minute looked to them. Pure and without the model,
// so the features of many services can be collected into one call before anything is judged.

import type { BandRule } from '#domain/baseline/band.ts';
import { hoursOf } from '#domain/baseline/hourly-memory.ts';
import { loadBandOf } from '#domain/baseline/load-band.ts';
import { isRecurring } from '#domain/baseline/recurrence.ts';
import type { SeriesState } from '#domain/baseline/series-state.ts';
import { type SeriesStep, updateSeries } from '#domain/baseline/update-series.ts';
import { foretell, type LimitQuestion, saturationOf, trendOf } from '#domain/detection/foretell.ts';
import { judgeTogether } from '#domain/detection/joint-guard.ts';
import type { IndicatorObservation } from '#domain/detection/judge-indicator.ts';
import type { MinuteContext } from '#domain/detection/minute-context.ts';
import { createWatch, type ServiceWatch } from '#domain/detection/service-watch.ts';
import { secondsBetween } from '#domain/ids.ts';
import { IndicatorName, isUserVisible } from '#domain/signal/indicator.ts';
import type { MinuteReading } from '#domain/signal/minute-reading.ts';

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

interface IndicatorQuestion extends LimitQuestion {
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

/** The least learned of the user-visible series, 0 to 1; 0 when there is none yet. */
function progressOf(series: ServiceWatch['series']): number {
  const counts = IndicatorName.options.filter(isUserVisible).flatMap((name) => series[name]?.count ?? []);
  return counts.length === 0 ? 0 : Math.min(1, Math.min(...counts) / COMPLETE_POINTS);
}
