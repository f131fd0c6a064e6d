// A shop whose requests are counted, recorded in five-minute points: what the forecaster looks at in its tests. Time stands
// at the minute in which it is the turn of `checkout`.

import { servicesDue } from '#application/demand/services-due.ts';
import { type ForecastDemandDeps, forecastDemand } from '#application/forecast-demand.ts';
import type { MetricSource } from '#application/ports/telemetry.ts';
import type { TrainedModel } from '#application/ports/trained-model.ts';
import { buildResourceId, buildSeriesKey } from '#contracts/naming.ts';
import { Settings } from '#contracts/settings.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';
import type { MetricPoint } from '#domain/signal/signal.ts';
import { serveSeries } from '#local/replay/metric-source.ts';
import { CHECKOUT, CHECKOUT_ECS, minute, NOON } from '../../builders.ts';
import { makeWorld } from '../world.ts';

export const CHECKOUT_TARGETS = buildResourceId({
  type: 'target-group',
  scope: 'shop.1a2b',
  name: 'checkout.3c4d',
});
/** Another load balancer, which counts as many; not among the resources unless a test puts it there. */
export const OTHER_TARGETS = buildResourceId({
  type: 'target-group',
  scope: 'other.1a2b',
  name: 'other.3c4d',
});
const PERIOD_SECONDS = 300;
const DAY_SECONDS = 86_400;

/** Requests a second, processor use in percent, and tasks at a moment; what is left out is not published. */
export interface Load {
  readonly demand?: number;
  readonly cpu?: number;
  readonly tasks?: number;
  readonly healthy?: number;
}

/** Calm at 100 a second on four tasks of which each could carry 33.5 at the planned use. */
export const CALM = { demand: 100, cpu: 50, tasks: 4 };
/** From 13:00 to 13:45 of every day: 240 a second, more than the tasks carry. */
export function dailySpike(at: Instant): Load {
  const seconds = (at / 1000) % DAY_SECONDS;
  const isSpike = seconds >= 13 * 3600 && seconds < 13.75 * 3600;
  const noise = 1 + 0.01 * Math.sin(at / 777_000);
  return { ...CALM, demand: (isSpike ? 240 : 100) * noise, cpu: isSpike ? 99 : 50 * noise };
}

export interface ShopOptions {
  readonly days: number;
  readonly load?: (at: Instant) => Load;
  readonly forecaster?: TrainedModel;
  readonly forecasterRivals?: readonly TrainedModel[];
  readonly settings?: Partial<Settings>;
}

/** The shop after so many days, with the moments at which it is looked at. */
export function makeShop({
  days,
  load = () => CALM,
  forecaster,
  forecasterRivals,
  settings = {},
}: ShopOptions) {
  const checkout = { id: CHECKOUT, resources: [CHECKOUT_TARGETS, CHECKOUT_ECS], tier: 'critical' };
  const database = { id: 'orders-db', resources: ['rds-instance/shop/orders'] };
  const document = { version: 1, mode: 'auto', services: [checkout, database] };
  const world = makeWorld({ ...Settings.parse(document), ...settings });
  const metrics = record(load, secondsAfter(NOON, -days * DAY_SECONDS), world.clock);
  const deps = {
    ...world.deps,
    metrics,
    ...(forecaster && { forecaster }),
    ...(forecasterRivals && { forecasterRivals }),
  };
  world.clock.advance(turnAfterNoon() * 60 + 5);
  return {
    ...world,
    deps,
    look: () => forecastDemand(deps),
    /** Looks with other means than its own. */
    lookWith: (means: Partial<ForecastDemandDeps>) => forecastDemand({ ...deps, ...means }),
    /** Looks once an hour, so many times, and goes on to the next hour. */
    async lookFor(hours: number) {
      for (let hour = 0; hour < hours; hour++) {
        await forecastDemand(deps);
        world.clock.advance(3600);
      }
    },
    forecast: async () => {
      const forecast = await deps.demandForecasts.find(CHECKOUT);
      if (!forecast) throw new Error('There is no forecast of checkout');
      return forecast;
    },
  };
}

/** The minute of the hour in which it is the turn of checkout. */
function turnAfterNoon(): number {
  const services = Settings.parse({
    version: 1,
    services: [{ id: CHECKOUT, resources: [CHECKOUT_TARGETS] }],
  }).services;
  const minutes = Array.from({ length: 60 }, (_, index) => index);
  return minutes.find((each) => servicesDue(services, minute(each)).length > 0) ?? 0;
}

/** Recorded until two days after noon; the source tells only what is past. */
function record(load: (at: Instant) => Load, from: Instant, clock: { now(): Instant }): MetricSource {
  const series = new Map<string, MetricPoint[]>();
  for (let at = from; at < secondsAfter(NOON, 2 * DAY_SECONDS); at = secondsAfter(at, PERIOD_SECONDS)) {
    const { demand, cpu, tasks, healthy } = load(at);
    const requests = demand === undefined ? undefined : demand * PERIOD_SECONDS;
    for (const [resourceId, signal, value] of [
      [CHECKOUT_TARGETS, 'request-count', requests],
      [OTHER_TARGETS, 'request-count', requests],
      [CHECKOUT_TARGETS, 'healthy-targets', healthy],
      [CHECKOUT_ECS, 'cpu', cpu],
      [CHECKOUT_ECS, 'running-tasks', tasks],
    ] as const) {
      const key = buildSeriesKey(resourceId, signal);
      const points = series.get(key) ?? [];
      series.set(key, points);
      if (value !== undefined) points.push({ at, value });
    }
  }
  return serveSeries(series, PERIOD_SECONDS, clock);
}
