// Which services move together: made-up courses in which the answer is known.

import { describe, expect, it } from 'vitest';
import { ServiceId } from '#domain/ids.ts';
import { correlateServices } from '#domain/pattern/correlate.ts';
import { type Course, coursesOf, ofBusiest } from '#domain/pattern/courses.ts';
import { movementOf } from '#domain/pattern/movements.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';
import { healthRecord, minute, service } from '../../builders.ts';
import { noiseOf } from '../detection/shop.ts';

const MINUTES = 360;

function course(
  id: string,
  values: (minute: number) => number,
  indicator: IndicatorName = 'throughput',
): Course {
  return {
    sign: { serviceId: ServiceId.parse(id), indicator },
    values: Float64Array.from({ length: MINUTES }, (_, at) => values(at)),
  };
}

/** Numbers with a seed, one for each minute from -10 on. */
function random(seed: number): (minute: number) => number {
  const noise = noiseOf(seed);
  const numbers = Array.from({ length: MINUTES + 20 }, noise);
  return (at) => numbers[at + 10] ?? 0;
}

const first = random(1);
const second = random(2);
const third = random(3);
const swing = (at: number) => 100 * Math.exp(Math.sin((2 * Math.PI * at) / MINUTES));

function graph(...edges: readonly (readonly [string, string])[]) {
  return ['a', 'b', 'c', 'd'].map((id) =>
    service({
      id: ServiceId.parse(id),
      dependsOn: edges.filter(([from]) => from === id).map(([, to]) => ServiceId.parse(to)),
    }),
  );
}

describe('the correlation of services', () => {
  it('tells which moves first, by how many minutes, and how strongly', () => {
    const leading = course('b', (at) => 100 + 10 * first(at));
    const following = course('a', (at) => 0.2 + 0.02 * first(at - 3) + 0.005 * second(at), 'latency-p99');

    const [found, ...others] = correlateServices([following, leading], graph());

    expect(others).toEqual([]);
    expect(found).toMatchObject({
      first: { serviceId: 'b', indicator: 'throughput' },
      next: { serviceId: 'a', indicator: 'latency-p99' },
      lagMinutes: 3,
    });
    expect(found?.strength).toBeGreaterThan(0.9);
  });

  it('is negative where one falls as the other rises', () => {
    const rising = course('a', (at) => 100 + 10 * first(at));
    const falling = course('b', (at) => 100 - 10 * first(at));

    expect(correlateServices([rising, falling], graph())[0]?.strength).toBeLessThan(-0.9);
  });

  it('does not take the swing of the day, which all share, for one', () => {
    const one = course('a', (at) => swing(at) * (1 + 0.05 * first(at)));
    const other = course('b', (at) => swing(at) * (1 + 0.05 * second(at)));

    expect(correlateServices([one, other], graph())).toEqual([]);
  });

  it('does not rest on a single jump', () => {
    const jump = (at: number) => (at === 100 ? 80 : 0);
    const one = course('a', (at) => 100 + first(at) + jump(at));
    const other = course('b', (at) => 100 + second(at) + jump(at));

    expect(correlateServices([one, other], graph())).toEqual([]);
  });

  it('is found through gaps, and counted over the minutes that both are known in', () => {
    const one = course('a', (at) => (at % 9 === 0 ? Number.NaN : 100 + 10 * first(at)));
    const other = course('b', (at) => 100 + 10 * first(at));

    const [found] = correlateServices([one, other], graph());

    expect(found?.minutes).toBe(280);
    expect(found?.strength).toBeGreaterThan(0.9);
  });

  it('is not asked for of less than an hour, nor of what does not move', () => {
    const brief = course('a', (at) => (at < 50 ? 100 + first(at) : Number.NaN));
    const flat = course('b', () => 0, 'error-share');
    const halves = [
      course('c', (at) => (at < 180 ? 100 + first(at) : Number.NaN)),
      course('d', (at) => (at < 180 ? Number.NaN : 100 + first(at))),
    ];

    expect([brief, flat].map(movementOf)).toEqual([undefined, undefined]);
    expect(correlateServices([brief, flat, ...halves], graph())).toEqual([]);
  });

  it('knows what hardly ever moves by the moves that there are', () => {
    const errors = (at: number) => (at % 12 < 2 ? 0.01 + 0.001 * first(at) : 0);
    const one = course('a', errors, 'error-share');
    const other = course('b', (at) => errors(at - 1), 'error-share');

    expect(correlateServices([one, other], graph())).toMatchObject([{ lagMinutes: 1 }]);
  });

  it('is one for each pair of services, the strongest of their indicators', () => {
    const one = [
      course('a', (at) => 100 + 10 * first(at)),
      course('a', (at) => 0.2 + 0.02 * second(at), 'latency-p99'),
    ];
    const other = [
      course('b', (at) => 100 + 10 * first(at) + 5 * third(at)),
      course('b', (at) => 0.2 + 0.02 * second(at), 'latency-p99'),
    ];

    expect(correlateServices([...one, ...other], graph())).toMatchObject([
      { first: { indicator: 'latency-p99' }, next: { indicator: 'latency-p99' } },
    ]);
  });

  it('keeps the five strongest of each service', () => {
    const all = Array.from({ length: 8 }, (_, index) => {
      const own = random(10 + index);
      return course(`s${index}`, (at) => 100 + 10 * first(at) + (1 + index) * 0.5 * own(at));
    });

    const found = correlateServices(all, []);

    const counts = new Map<string, number>();
    for (const { first: one, next } of found)
      for (const { serviceId } of [one, next]) counts.set(serviceId, (counts.get(serviceId) ?? 0) + 1);
    expect(Math.max(...counts.values())).toBe(5);
    expect(found.map(({ strength }) => strength)).toEqual(
      found.map(({ strength }) => strength).toSorted((a, b) => b - a),
    );
  });

  it('is told in the order of names where two are as strong', () => {
    const alike = ['b', 'a', 'c'].map((id) => course(id, (at) => 100 + 10 * first(at)));

    expect(
      correlateServices(alike, []).map(({ first: one, next }) => one.serviceId + next.serviceId),
    ).toEqual(['ac', 'ba', 'bc']);
  });

  it.each([
    ['declared', [['a', 'c'] as const, ['c', 'b'] as const]],
    ['declared', [['b', 'a'] as const]],
    ['shared', [['c', 'a'] as const, ['c', 'b'] as const]],
    ['shared', [['a', 'd'] as const, ['b', 'd'] as const]],
    ['undeclared', [['c', 'a'] as const, ['d', 'b'] as const]],
  ])('says that it is %s where the call graph is %j', (relation, edges) => {
    const pair = ['a', 'b'].map((id) => course(id, (at) => 100 + 10 * first(at)));

    expect(correlateServices(pair, graph(...edges))).toMatchObject([{ relation }]);
  });
});

describe('the courses of a service', () => {
  const A = ServiceId.parse('a');

  it('are its main indicators by the minute, unknown where there is no record', () => {
    const records = [
      healthRecord({ at: minute(1), indicators: { throughput: 5 } }),
      healthRecord({ at: minute(2), indicators: { 'latency-p99': 0.1, cpu: 3 } }),
    ];

    const courses = coursesOf(A, records, { from: minute(0), to: minute(3) });

    expect(courses.map(({ sign, values }) => [sign.indicator, [...values]])).toEqual([
      ['latency-p99', [Number.NaN, Number.NaN, 0.1]],
      ['error-share', [Number.NaN, Number.NaN, Number.NaN]],
      ['throughput', [Number.NaN, 5, Number.NaN]],
    ]);
    expect(coursesOf(A, [], { from: minute(0), to: minute(3) })).toEqual([]);
  });

  it('are those of the busiest services where there are too many', () => {
    const calm = [course('a', () => 1), course('a', () => 99, 'latency-p99')];
    const busy = [course('b', (at) => (at === 0 ? Number.NaN : 5))];

    expect(ofBusiest([calm, busy], 1)).toEqual(busy);
    expect(ofBusiest([calm, busy])).toEqual([...calm, ...busy]);
  });
});
