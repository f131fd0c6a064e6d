import { describe, expect, it } from 'vitest';
import type { Injection } from '#local/fleet/fleet.ts';
import { idOf, injection, minutesAfter, NOON, pointsOf, quietFleet, runMinutes } from './builders.ts';

const ONSET = minutesAfter(NOON, 30);

function dayWith(overrides: Partial<Injection> & Pick<Injection, 'kind' | 'serviceId'>, minutes = 120) {
  const fleet = quietFleet({ injections: [injection({ durationMinutes: 30, ...overrides })] });
  runMinutes(fleet, minutes);
  return fleet;
}

describe('a benign event', () => {
  it.each([
    ['B1', 'accounts'],
    ['B2', 'web'],
    ['B3', 'orders'],
    ['B4', 'search'],
    ['B5', 'payment'],
  ] as const)('%s is noticed by no user', (kind, name) => {
    const [event] = dayWith({ kind, serviceId: idOf(name) }).truth().benign;

    expect(event).toMatchObject({ kind, serviceId: name, endedBy: { by: 'nature' } });
    expect(event?.visibleAt).toBeUndefined();
  });

  it('B1 takes the points of the service for its time, or brings them much later', () => {
    const within = (variant: number, minutes: number) =>
      pointsOf(
        dayWith({ kind: 'B1', serviceId: idOf('accounts'), variant }, minutes),
        'ecs-service/shop/accounts',
        'cpu',
      ).filter(({ at }) => at >= ONSET && at < minutesAfter(ONSET, 28)).length;

    expect(within(0.1, 120)).toBe(0);
    expect(within(0.9, 62)).toBeLessThan(10);
    expect(within(0.9, 120)).toBeGreaterThan(25);
  });

  it('B2 brings more requests, and the calendar has told', () => {
    const fleet = dayWith({ kind: 'B2', serviceId: idOf('web'), durationMinutes: 60 });

    const points = pointsOf(fleet, 'target-group/shop/web', 'request-count');
    const usual = points.find(({ at }) => at === minutesAfter(ONSET, -5))?.value ?? 0;
    const during = points.find(({ at }) => at === minutesAfter(ONSET, 30))?.value ?? 0;
    expect(during / usual).toBeGreaterThan(1.15);
  });

  it('B4 shifts a level for good', () => {
    const fleet = dayWith({ kind: 'B4', serviceId: idOf('accounts') });

    const memory = pointsOf(fleet, 'ecs-service/shop/accounts', 'memory').map(({ value }) => value);
    expect((memory.at(-1) ?? 0) - (memory[0] ?? 0)).toBeGreaterThan(5);
  });

  it.each([
    ['outlier', 0.1],
    ['lost scrape', 0.5],
    ['counter reset', 0.9],
  ] as const)('B5 spoils one minute: %s', (_name, variant) => {
    const fleet = dayWith({ kind: 'B5', serviceId: idOf('web'), variant, durationMinutes: 1.1 });

    const values = pointsOf(fleet, 'target-group/shop/web', 'request-count')
      .filter(({ at }) => at >= minutesAfter(ONSET, -15) && at < minutesAfter(ONSET, 15))
      .map(({ value }) => value);
    const median = values.toSorted((one, other) => one - other)[15] ?? 0;
    const odd = values.filter((value) => value > 2 * median || value < median / 2).length;
    expect(odd + (30 - values.length)).toBeGreaterThanOrEqual(1);
    expect(odd + (30 - values.length)).toBeLessThanOrEqual(3);
  });

  it.each([0.1, 0.9])('B6 hurts for minutes and is gone, variant %d', (variant) => {
    const fleet = dayWith({ kind: 'B6', serviceId: idOf('cart'), variant, durationMinutes: 4 });

    const [event] = fleet.truth().benign;
    expect(event?.visibleAt).toBeDefined();
    expect(event?.endedBy).toEqual({ by: 'nature' });
  });
});
