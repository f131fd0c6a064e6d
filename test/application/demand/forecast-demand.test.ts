import { describe, expect, it } from 'vitest';
import { servicesDue } from '#application/demand/services-due.ts';
import { FORECAST_FEATURE_COUNT } from '#domain/forecast/forecast-features.ts';
import { ServiceId } from '#domain/ids.ts';
import {
  CHECKOUT_CONFIG,
  CHECKOUT_ECS,
  CHECKOUT_SCALING,
  configurationState,
  minute,
  scalingState,
  service,
} from '../../builders.ts';
import { CALM, CHECKOUT_TARGETS, makeShop, OTHER_TARGETS } from './shop.ts';

/** A model that follows the last value, half a usual error wide on either side. */
const FOLLOWER = {
  info: { name: 'follower', hash: 'abc', featureHash: 'def' },
  inputCount: FORECAST_FEATURE_COUNT,
  outputCount: 16,
  async evaluate(_features: Float32Array, rowCount: number) {
    return Float32Array.from(
      { length: rowCount * 16 },
      (_, index) => [1][index % 16] ?? (index % 16 > 13 ? 0.5 : 0),
    );
  },
};
const BROKEN = {
  ...FOLLOWER,
  evaluate: () => Promise.reject(new Error('out of memory')),
};

describe('whose turn it is', () => {
  const services = Array.from({ length: 6000 }, (_, index) =>
    service({ id: ServiceId.parse(`service-${index}`), resources: [CHECKOUT_TARGETS] }),
  );

  it('every service is looked at in one minute of the hour, and the same one every hour', () => {
    const minutes = Array.from({ length: 60 }, (_, index) => servicesDue(services, minute(index)));

    expect(minutes.flat()).toHaveLength(6000);
    expect(new Set(minutes.flat()).size).toBe(6000);
    expect(servicesDue(services, minute(77))).toEqual(minutes[17]);
  });

  it('no minute has more than twice its share', () => {
    const most = Math.max(
      ...Array.from({ length: 60 }, (_, index) => servicesDue(services, minute(index)).length),
    );

    expect(most).toBeLessThan(200);
  });
});

describe('a look at the coming demand', () => {
  it('foretells hour, day and week of a service that has been known for weeks', async () => {
    const shop = makeShop({ days: 14 });

    const answer = await shop.look();

    expect(answer).toEqual({ outcome: 'forecast', services: 1, forecasts: 1 });
    const { curves, ...forecast } = await shop.forecast();
    expect(forecast).toMatchObject({ demand: 100, tasks: 4, unit: { capacity: 33.5 } });
    expect([curves.hour?.q50, curves.day?.q50, curves.week?.q50]).toEqual([
      Array(15).fill(100),
      Array(24).fill(100),
      Array(168).fill(100),
    ]);
    expect(forecast.historyDays).toBeCloseTo(14, 1);
  });

  it.each([
    ['nothing in its first hour', 0, []],
    ['only the hour in its first two days', 1, ['hour']],
    ['no week in its first eight days', 4, ['hour', 'day']],
  ])('foretells %s', async (_case, days, horizons) => {
    const shop = makeShop({ days });

    await shop.look();

    expect(Object.keys((await shop.forecast()).curves)).toEqual(horizons);
  });

  it('is left out for what nothing was ever asked of', async () => {
    const shop = makeShop({ days: 3, load: () => ({}) });

    expect(await shop.look()).toMatchObject({ services: 1, forecasts: 0 });
  });

  it('is left out in the minutes of others, and while prediction is switched off', async () => {
    const shop = makeShop({ days: 3 });
    shop.flagsOff.add('predictive-analytics');

    const off = await shop.look();
    shop.clock.advance(60);
    const others = await shop.look();

    expect([off.forecasts, others.services]).toEqual([0, 0]);
  });

  it('keeps a week for a day, and then foretells a new one', async () => {
    const shop = makeShop({ days: 14 });
    await shop.look();
    const first = (await shop.forecast()).curves.week?.from;
    shop.clock.advance(3600);
    await shop.look();
    const second = (await shop.forecast()).curves.week?.from;

    shop.clock.advance(23 * 3600);
    await shop.look();

    expect(second).toBe(first);
    expect((await shop.forecast()).curves.week?.from).toBeGreaterThan(first ?? 0);
  });

  it('holds earlier forecasts against what came, each when its time is over', async () => {
    const shop = makeShop({ days: 14 });

    await shop.lookFor(30);

    const { scores, tests } = await shop.forecast();
    expect(scores.hour).toMatchObject({ points: 15 * 14, covered: 15 * 14 });
    expect(scores.day).toMatchObject({ points: 24, loss: 0 });
    expect(scores.week).toBeUndefined();
    expect(tests.week).toBeDefined();
  });
});

describe('the model of demand', () => {
  it('mixes the forecast, which says by which file', async () => {
    const shop = makeShop({ days: 3, forecaster: FOLLOWER });

    await shop.look();

    const { modelHash, curves } = await shop.forecast();
    expect(modelHash).toBe('abc');
    expect(curves.hour?.q50[0]).toBe(100);
  });

  it('is done without where it fails or is switched off, and the forecast says so', async () => {
    const broken = makeShop({ days: 3, forecaster: BROKEN });
    const off = makeShop({ days: 3, forecaster: FOLLOWER });
    off.flagsOff.add('self_healing.ml_models');

    await broken.look();
    await off.look();

    for (const shop of [broken, off]) {
      expect(await shop.forecast()).not.toHaveProperty('modelHash');
      expect(shop.logged).toContain('model-unavailable');
    }
  });
});

describe('what a task carries', () => {
  it('is learned anew after a day, and stays as it was when nothing can be learned', async () => {
    const shop = makeShop({ days: 3, load: (at) => (at < minute(60) ? CALM : { demand: 100 }) });
    await shop.lookFor(2);
    const early = (await shop.forecast()).unit;
    await shop.lookFor(30);

    expect(early).toMatchObject({ capacity: 33.5 });
    expect((await shop.forecast()).unit?.at).toBeLessThan(minute(26 * 60));
  });

  it('is learned from those that answer the load balancer where nobody counts tasks', async () => {
    const shop = makeShop({ days: 3, load: () => ({ demand: 100, cpu: 50, healthy: 2 }) });

    await shop.look();

    expect((await shop.forecast()).unit).toMatchObject({ capacity: 67 });
  });

  it('is not known of what has no tasks at all', async () => {
    const shop = makeShop({ days: 3 });
    const [checkout] = shop.currentSettings().services;
    shop.changeSettings({ services: [{ ...service(), ...checkout, resources: [CHECKOUT_TARGETS] }] });

    await shop.look();

    const forecast = await shop.forecast();
    expect([forecast.unit, forecast.tasks]).toEqual([undefined, undefined]);
  });

  it('is not known without tasks or processor use', async () => {
    const shop = makeShop({ days: 3, load: () => ({ demand: 100, cpu: 50 }) });

    await shop.look();

    expect(await shop.forecast()).not.toHaveProperty('unit');
  });
});

describe('a service with more resources than one', () => {
  function makeLargeShop() {
    const shop = makeShop({ days: 3 });
    const [checkout] = shop.currentSettings().services;
    if (!checkout) throw new Error('There is no checkout');
    const resources = [...checkout.resources, CHECKOUT_SCALING, CHECKOUT_CONFIG, OTHER_TARGETS];
    shop.changeSettings({ services: [{ ...checkout, resources }] });
    shop.resources.describe(CHECKOUT_CONFIG, { state: configurationState() });
    shop.resources.describe(CHECKOUT_SCALING, { state: scalingState({ minCapacity: 9 }) });
    return shop;
  }

  it('is asked what all its load balancers count', async () => {
    const shop = makeLargeShop();

    await shop.look();

    expect(await shop.forecast()).toMatchObject({ demand: 200 });
  });

  it('has as many tasks as its autoscaler keeps at least, and an unknown number when nothing can be read', async () => {
    const shop = makeLargeShop();
    await shop.look();
    const high = (await shop.forecast()).tasks;
    for (const id of [CHECKOUT_ECS, CHECKOUT_SCALING]) shop.resources.unreadable.add(id);

    await shop.look();

    expect(high).toBe(9);
    expect(await shop.forecast()).not.toHaveProperty('tasks');
  });
});
