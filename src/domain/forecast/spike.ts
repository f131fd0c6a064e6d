// A spike that the forecast sees coming (M56, K10): when, how high, and by when more tasks have to be asked for so that
// they are warm before it. It suggests scaling out only; nothing is ever scaled in on a forecast.

import { numberAt } from '#domain/baseline/number-at.ts';
import { highDemand } from '#domain/forecast/capacity-plan.ts';
import type { QuantileForecast } from '#domain/forecast/demand-forecast.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';

/** A task is placed, started and warm after this long. */
const WARM_UP_SECONDS = 600;
/** A spike rises by this much within less than half an hour; what rises by less, or slower, the autoscaler keeps up with. */
const LEAST_RISE = 1.5;
const RISE_SECONDS = 1500;

export interface SpikeQuestion {
  readonly from: Instant;
  readonly periodSeconds: number;
  /** Demand of the coming periods, the nearest first. */
  readonly demand: readonly QuantileForecast[];
  readonly presentDemand: number;
  readonly presentTasks: number;
  /** Demand that one task serves. */
  readonly taskCapacity: number;
}

export interface SpikeSuggestion {
  /** When what there is will no longer do. */
  readonly spikeAt: Instant;
  /** When the tasks have to be asked for; not before `from`. */
  readonly actBy: Instant;
  readonly tasks: number;
  /** The highest demand of the spike, as it stays below in 95 of 100 cases. */
  readonly peak: number;
}

/** The scale-out that the first coming spike asks for; undefined when none is coming, or what there is suffices. */
export function foreseeSpike(question: SpikeQuestion): SpikeSuggestion | undefined {
  const { from, periodSeconds, demand, presentTasks, taskCapacity } = question;
  const highs = demand.map(highDemand);
  const middles = demand.map(({ q50 }) => q50);
  const isTooMuch = (high: number) => high > presentTasks * taskCapacity;
  const first = highs.findIndex((high, index) => isTooMuch(high) && hasRisen(middles, index, question));
  if (first < 0) return undefined;
  const over = highs.findIndex((high, index) => index > first && !isTooMuch(high));
  const peak = Math.max(...highs.slice(first, over < 0 ? undefined : over));
  const spikeAt = secondsAfter(from, first * periodSeconds);
  const actBy = Math.max(from, secondsAfter(spikeAt, -WARM_UP_SECONDS)) as Instant;
  return { spikeAt, actBy, tasks: Math.ceil(peak / taskCapacity), peak };
}

/** Steeply, by the middle of the forecast: wide intervals alone are no spike. */
function hasRisen(
  middles: readonly number[],
  index: number,
  { presentDemand, periodSeconds }: SpikeQuestion,
): boolean {
  const from = index - Math.ceil(RISE_SECONDS / periodSeconds);
  const before = middles.slice(Math.max(0, from), index);
  const lowest = Math.min(...before, from < 0 ? presentDemand : Number.POSITIVE_INFINITY);
  return numberAt(middles, index) >= LEAST_RISE * lowest;
}
