// What is usual for an indicator at a moment, for limits and chart bands: the baseline as it is learned now, asked about
// the hour and the load of that moment. Detection used what had been learned before each minute.

import { type Band, bandOf } from '#domain/baseline/band.ts';
import { loadBandOf } from '#domain/baseline/load-band.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import type { DetectionSettings } from '#domain/detection/settings.ts';
import type { Instant } from '#domain/ids.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';

export interface BandQuestion {
  readonly indicator: IndicatorName;
  readonly at: Instant;
  /** Requests per second in that minute; absent when unknown. */
  readonly throughput?: number | undefined;
}

/** Indicators that cannot be above one. */
const SHARES: readonly IndicatorName[] = ['error-share', 'healthy-share'];

/** The band, cut to what the indicator can be: none is negative, and shares end at one. Undefined while too little was seen. */
export function bandAt(
  watch: ServiceWatch | undefined,
  { indicator, at, throughput }: BandQuestion,
  { bands, indicators }: DetectionSettings,
): Band | undefined {
  const series = watch?.series[indicator];
  if (!series) return undefined;
  const { relativeMargin, absoluteMargin, prior } = indicators[indicator];
  const loadBand = loadBandAt(watch, throughput);
  const rule = { width: bands.width, relativeMargin, absoluteMargin, prior, loadBand };
  const band = bandOf({ ...series, lastAt: at }, rule);
  if (!band) return undefined;
  const most = SHARES.includes(indicator) ? 1 : Number.POSITIVE_INFINITY;
  return { ...band, lower: Math.max(0, band.lower), upper: Math.min(most, band.upper) };
}

/** The usual load is the median hour of the last day, as in detection. */
function loadBandAt({ series }: ServiceWatch, throughput: number | undefined): number | undefined {
  if (throughput === undefined || !series.throughput) return undefined;
  return loadBandOf(throughput, series.throughput.memory.level24);
}
