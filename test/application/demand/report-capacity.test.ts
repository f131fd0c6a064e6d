// The weekly report on coming demand: once, on Monday morning, on the bus.

import { describe, expect, it } from 'vitest';
import { reportCapacity } from '#application/demand/report-capacity.ts';
import { Settings } from '#contracts/settings.ts';
import { ServiceId, secondsAfter } from '#domain/ids.ts';
import { CHECKOUT, minute, NOON } from '../../builders.ts';
import { curve, demandForecast } from '../../demand.ts';
import { makeWorld } from '../world.ts';

/** From the Monday noon at which tests begin to 06:00 of the next one. */
const TO_MONDAY_SECONDS = 7 * 86_400 - 6 * 3600;
const MONDAY = secondsAfter(NOON, TO_MONDAY_SECONDS);
const CART = ServiceId.parse('cart');
const IDLE = ServiceId.parse('search');

/** A week at 100 a second, with so much more in its hundredth hour. */
const weekWith = (peak: number) =>
  curve(Array.from({ length: 168 }, (_, hour) => (hour === 100 ? peak : 100)));

function makeShop() {
  const { services } = Settings.parse({
    version: 1,
    services: [CHECKOUT, CART, IDLE].map((id) => ({ id, resources: [`target-group/shop.1/${id}.2`] })),
  });
  const world = makeWorld({ services });
  return { ...world, say: (seconds: number) => world.clock.advance(seconds) };
}

describe('the weekly report on capacity', () => {
  it('tells on Monday morning which services will need more tasks, the dearest first', async () => {
    const { deps, published, logged, say } = makeShop();
    await deps.demandForecasts.put(demandForecast({ curves: { week: weekWith(150) } }));
    await deps.demandForecasts.put(demandForecast({ serviceId: CART, curves: { week: weekWith(300) } }));
    say(TO_MONDAY_SECONDS);

    await reportCapacity(deps);

    expect(published).toMatchObject([
      {
        type: 'capacity-reported',
        at: MONDAY,
        serviceCount: 3,
        needCount: 2,
        needs: [
          { serviceId: CART, at: minute(6000), isCapped: false },
          { serviceId: CHECKOUT, at: minute(6000) },
        ],
        summary: expect.stringMatching(/^2 of 3 services need more tasks in the week, for \$\d+\.\d\d$/),
      },
    ]);
    expect(logged).toContain('capacity-reported');
  });

  it('says which come sooner, or cost more, than is planned for', async () => {
    const { deps, published, say } = makeShop();
    const soon = curve([400, ...Array<number>(167).fill(100)]);
    await deps.demandForecasts.put(demandForecast({ curves: { week: soon } }));
    say(TO_MONDAY_SECONDS);

    await reportCapacity(deps);

    expect(published).toMatchObject([
      {
        needs: [{ serviceId: CHECKOUT, shortAt: NOON }],
        summary: expect.stringContaining('; 1 of them sooner or at a higher cost than planned for'),
      },
    ]);
  });

  it('says so when what there is will do, and of tasks that nobody counts nothing', async () => {
    const { deps, published, say } = makeShop();
    await deps.demandForecasts.put(demandForecast({ curves: { week: weekWith(100) } }));
    await deps.demandForecasts.put(
      demandForecast({ serviceId: CART, curves: {}, tasks: undefined as never }),
    );
    say(TO_MONDAY_SECONDS);

    await reportCapacity(deps);

    expect(published).toMatchObject([
      { needs: [], summary: 'What there is will do for the week: 3 services looked at' },
    ]);
  });

  it('goes out once, however often it is due', async () => {
    const { deps, published, say } = makeShop();
    say(TO_MONDAY_SECONDS);

    for (let tick = 0; tick < 3; tick++) {
      await reportCapacity(deps);
      say(60);
    }

    expect(published).toHaveLength(1);
  });

  it.each([
    ['an hour before', -3600],
    ['an hour after', 3600],
    ['on Tuesday', 86_400],
  ])('is silent %s', async (_when, seconds) => {
    const { deps, published, say } = makeShop();
    say(TO_MONDAY_SECONDS + seconds);

    await reportCapacity(deps);

    expect(published).toEqual([]);
  });
});
