import { describe, expect, it } from 'vitest';
import { readCapacity } from '#application/views/read-capacity.ts';
import { CapacityAnswer } from '#contracts/api/capacity-views.ts';
import { Settings } from '#contracts/settings.ts';
import type { DemandForecast } from '#domain/demand/demand-forecast.ts';
import type { Service } from '#domain/service/service.ts';
import { CHECKOUT, minute, NOON } from '../../builders.ts';
import { curve, demandForecast, foreseenSpike } from '../../demand.ts';
import { makeWorld } from '../world.ts';

/** Calm at 100 a second, and 300 in the sixth hour. */
const DAY = curve(Array.from({ length: 24 }, (_, hour) => (hour === 5 ? 300 : 100)));
const SCORE = { points: 100, loss: 50, naiveLoss: 100, covered: 80, held: 96 };

async function outlookOf(forecast: Partial<DemandForecast> | undefined, service: Partial<Service> = {}) {
  const checkout = {
    id: CHECKOUT,
    resources: ['target-group/shop.1/checkout.2', 'ecs-service/shop/checkout'],
  };
  const database = { id: 'orders-db', resources: ['rds-instance/shop/orders'] };
  const { services } = Settings.parse({ version: 1, services: [{ ...checkout, ...service }, database] });
  const world = makeWorld({ services });
  if (forecast) await world.deps.demandForecasts.put(demandForecast(forecast));
  const answer = CapacityAnswer.parse(await readCapacity(world.deps));
  expect(answer.services).toHaveLength(1);
  return answer.services[0];
}

describe('the outlook on capacity', () => {
  it('has the busiest moment of each horizon, with its interval', async () => {
    const outlook = await outlookOf({ curves: { day: DAY } });

    expect(outlook?.peaks).toEqual([
      { horizon: 'day', at: minute(300), low: 270, expected: 300, atMost: expect.closeTo(338.5, 0) },
    ]);
  });

  it('plans tasks for the day, early enough, and says what they cost', async () => {
    const outlook = await outlookOf({ curves: { day: DAY } }, { taskSize: { vcpus: 1, memoryGb: 2 } });

    expect(outlook?.plan).toMatchObject({
      horizon: 'day',
      tasks: 9,
      at: minute(300),
      isTaskSizeAssumed: false,
      addedDollars: expect.closeTo(5.2, 0),
    });
    expect(outlook?.plan?.steps.map(({ toTasks }) => toTasks)).toEqual([5, 6, 7, 8, 9]);
    expect(outlook?.plan).not.toHaveProperty('shortAt');
  });

  it('plans no more than may be paid for, and says that it would', async () => {
    const outlook = await outlookOf({ curves: { day: DAY } }, { maxAddedDollarsPerWeek: 14 });

    expect(outlook?.plan).toMatchObject({ tasks: 9, isCapped: true, shortAt: minute(300) });
    expect(outlook?.plan?.addedDollars).toBeLessThanOrEqual(2);
  });

  it('plans the week where one is foretold, and says what comes too soon', async () => {
    const soon = curve([100, 400, ...Array(166).fill(100)]);

    const outlook = await outlookOf({ curves: { day: DAY, week: soon } });

    expect(outlook?.plan).toMatchObject({ horizon: 'week', shortAt: minute(60), isTaskSizeAssumed: true });
  });

  it.each([
    ['nothing is foretold of a day', { curves: {} }],
    ['nobody knows what a task carries', { curves: { day: DAY }, unit: undefined }],
    ['there are no tasks', { curves: { day: DAY }, tasks: undefined }],
  ])('has no plan where %s', async (_case, forecast) => {
    expect(await outlookOf(forecast as Partial<DemandForecast>)).not.toHaveProperty('plan');
  });

  it('says how earlier forecasts came true, what spike is coming, and what became of it', async () => {
    const spike = foreseenSpike();

    const outlook = await outlookOf({
      scores: { day: SCORE },
      spike,
      spikeNote: 'Capacity was asked for',
      modelHash: undefined as never,
    });

    expect(outlook).toMatchObject({
      trust: [{ horizon: 'day', ratio: 0.5, coverage: 0.8, held: 0.96, points: 100 }],
      spike,
      spikeNote: 'Capacity was asked for',
      isByModel: false,
    });
  });

  it('says of a service that was not looked at yet that nothing is known', async () => {
    expect(await outlookOf(undefined)).toEqual({
      serviceId: CHECKOUT,
      historyDays: 0,
      isByModel: false,
      peaks: [],
      trust: [],
    });
  });

  it('is given of one service alone, and of none that is not there', async () => {
    const services = Settings.parse({
      version: 1,
      services: ['checkout', 'cart'].map((id) => ({ id, resources: [`target-group/shop.1/${id}.2`] })),
    }).services;
    const { deps } = makeWorld({ services });

    const one = await readCapacity(deps, CHECKOUT);
    const none = await readCapacity(deps, 'search' as typeof CHECKOUT);

    expect(one).toMatchObject({ now: NOON, services: [{ serviceId: CHECKOUT }] });
    expect(one.prices.month).toMatch(/\d{4}/);
    expect(none.services).toEqual([]);
  });
});
