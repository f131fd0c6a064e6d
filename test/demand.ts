// Forecasts of demand with sensible defaults: the service `checkout` at noon, at 100 requests a second.

import { curveOf, type DemandCurve } from '#domain/demand/demand-curve.ts';
import type { DemandForecast } from '#domain/demand/demand-forecast.ts';
import type { ForeseenSpike } from '#domain/demand/foreseen-spike.ts';
import { CHECKOUT, minute, NOON } from './builders.ts';

/** A curve from noon on whose middles are told, a tenth wide on either side; yesterday was the same. */
export function curve(middles: readonly number[], periodSeconds = 3600): DemandCurve {
  const points = middles.map((q50) => ({ q10: q50 * 0.9, q50, q90: q50 * 1.1, naive: q50 }));
  return curveOf(points, NOON, periodSeconds);
}

export function demandForecast(overrides: Partial<DemandForecast> = {}): DemandForecast {
  return {
    serviceId: CHECKOUT,
    at: NOON,
    historyDays: 20,
    modelHash: 'abc',
    demand: 100,
    tasks: 4,
    unit: { capacity: 40, at: NOON },
    curves: { hour: curve([100, 100], 300) },
    tests: {},
    scores: {},
    ...overrides,
  };
}

export function foreseenSpike(overrides: Partial<ForeseenSpike> = {}): ForeseenSpike {
  return { spikeAt: minute(40), tasks: 6, peak: 230, confidence: 0.9, ...overrides };
}
