// How an indicator stands to its limit: a crossing that is an anomaly already, one that is foretold, and how much of what is
// limited is used up.

import { hoursOf } from '#domain/baseline/hourly-memory.ts';
import { numberAt } from '#domain/baseline/number-at.ts';
import { wasAsHigh } from '#domain/baseline/recurrence.ts';
import type { SeriesState } from '#domain/baseline/series-state.ts';
import type { MinuteContext } from '#domain/detection/minute-context.ts';
import { findTrend, type Trend } from '#domain/detection/trend.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';
import type { MinuteReading } from '#domain/signal/minute-reading.ts';

/** One indicator in one minute. */
export interface LimitQuestion {
  readonly indicator: IndicatorName;
  readonly reading: MinuteReading;
  readonly context: MinuteContext;
}

function limitOf(indicator: IndicatorName, { limits, settings }: MinuteContext): number | undefined {
  if (indicator === 'memory') return limits?.memory ?? settings.trends.memoryLimit;
  if (indicator === 'queue-age') return limits?.['queue-age'] ?? settings.trends.queueAgeLimit;
  return indicator === 'connections' ? limits?.connections : undefined;
}

/** The crossing of a known limit within the horizon of anomalies. */
export function trendOf(state: SeriesState, question: LimitQuestion): Trend | undefined {
  const limit = limitOf(question.indicator, question.context);
  const { horizonMinutes } = question.context.settings.trends;
  return limit === undefined ? undefined : crossingOf(state, question, { limit, horizonMinutes });
}

/** The crossing of a known or presumed limit within the horizon of warnings. */
export function foretell(state: SeriesState, question: LimitQuestion): Trend | undefined {
  const { assumedReserve, warningMinutes: horizonMinutes } = question.context.settings.trends;
  const presumed = question.indicator === 'connections' ? assumedReserve * state.memory.level24 : undefined;
  const limit = limitOf(question.indicator, question.context) ?? presumed;
  return limit === undefined ? undefined : crossingOf(state, question, { limit, horizonMinutes });
}

/** A rise that ended well at this time of earlier days is no concern. */
function crossingOf(
  { recent, memory }: SeriesState,
  { reading, context }: LimitQuestion,
  aim: { readonly limit: number; readonly horizonMinutes: number },
): Trend | undefined {
  const value = numberAt(recent, recent.length - 1);
  if (wasAsHigh(memory, value, Math.floor(hoursOf(reading.at)))) return undefined;
  const { minimumUse } = context.settings.trends;
  return findTrend({ ...aim, values: recent, at: reading.at, minimumUse });
}

/** CPU in percent is its own limit. */
const CPU_LIMIT = 100;

/** The use of the fullest limited resource, 0 to 1; undefined where none is known. */
export function saturationOf({ indicators }: MinuteReading, context: MinuteContext): number | undefined {
  const uses = (['memory', 'connections'] as const).flatMap((indicator) => {
    const value = indicators[indicator];
    const limit = limitOf(indicator, context);
    return value === undefined || limit === undefined ? [] : [value / limit];
  });
  if (indicators.cpu !== undefined) uses.push(indicators.cpu / CPU_LIMIT);
  return uses.length === 0 ? undefined : Math.max(...uses);
}
