// The pattern detector in the judging of a shard: it adds evidence and wakes; it opens nothing, and nothing fails by it.

import { describe, expect, it } from 'vitest';
import type { ServiceVerdict } from '#application/scoring/judge-shard.ts';
import { recognisePatterns } from '#application/scoring/recognise-patterns.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import type { Sequence } from '#domain/pattern/pattern.ts';
import { CART, CHECKOUT, minute, serviceWatch, settings } from '../builders.ts';
import { ORDERS, seen, sequence } from '../domain/pattern/past.ts';
import { makeObserveWorld } from './observe-world.ts';

const BEGINNING = seen(CART, 0, 'queue-age');
const END = seen(CHECKOUT, 4, 'latency-p99');

async function makeWorld(...sequences: readonly Sequence[]) {
  const world = makeObserveWorld({ settings: { services: settings().services } });
  await world.patterns.put({
    minedAt: minute(-60),
    anomaliesFrom: minute(-1000),
    incidentsFrom: minute(-1000),
    anomalies: 0,
    incidents: 0,
    patterns: sequences,
  });
  return world;
}

function verdict(...anomalies: readonly Anomaly[]): ServiceVerdict {
  const watch = serviceWatch();
  return {
    seen: watch,
    watch,
    records: [],
    anomalies,
    observations: [],
    opinions: undefined,
    isStrange: true,
  };
}

const known = sequence({ first: { serviceId: CART, indicator: 'queue-age' } });

describe('a known sequence in the judging', () => {
  it('wakes the service that comes next', async () => {
    const world = await makeWorld(known);

    const verdicts = await recognisePatterns(world, [verdict(BEGINNING)]);

    expect(verdicts).toEqual([verdict(BEGINNING)]);
    expect(await world.polls.all()).toMatchObject([{ serviceId: CHECKOUT, tier: 'watch' }]);
  });

  it('is evidence of the anomaly that completes it, whether its beginning is stored or new', async () => {
    const world = await makeWorld(known);
    await world.anomalies.put(BEGINNING);

    const [stored] = await recognisePatterns(world, [verdict(END)]);
    const [, fresh] = await recognisePatterns(await makeWorld(known), [verdict(BEGINNING), verdict(END)]);

    for (const { anomalies } of [stored, fresh].filter((each) => each !== undefined))
      expect(anomalies[0]?.evidence[0]).toMatchObject({
        detectors: ['threshold', 'model', 'pattern'],
        forerunners: [{ serviceId: CART, minutesBefore: 4 }],
      });
  });

  it('wakes no service that is not watched any more', async () => {
    const world = await makeWorld(sequence({ ...known, next: { serviceId: ORDERS, indicator: 'cpu' } }));

    await recognisePatterns(world, [verdict(BEGINNING)]);

    expect(await world.polls.all()).toEqual([]);
  });

  it.each([
    ['none is known', async () => makeWorld()],
    ['nobody has looked for any', async () => makeObserveWorld()],
    [
      'they are switched off',
      async () => {
        const world = await makeWorld(known);
        world.switchOff('self_healing.advanced_patterns');
        return world;
      },
    ],
  ])('changes nothing while %s', async (_, make) => {
    const world = await make();
    await world.anomalies.put(BEGINNING);
    const verdicts = [verdict(END)];

    expect(await recognisePatterns(world, verdicts)).toBe(verdicts);
  });

  it('is not asked for where nothing is wrong', async () => {
    const world = await makeWorld(known);
    const verdicts = [verdict()];

    expect(await recognisePatterns({ ...world, patterns: brokenStore }, verdicts)).toBe(verdicts);
    expect(world.lines).toEqual([]);
  });

  it('that cannot be read leaves the verdicts as they are, and that is said', async () => {
    const world = await makeWorld(known);
    const verdicts = [verdict(END)];

    expect(await recognisePatterns({ ...world, patterns: brokenStore }, verdicts)).toBe(verdicts);
    expect(world.lines.join()).toContain('patterns-unavailable');
  });
});

const refuse = () => Promise.reject(new Error('the table does not answer'));
const brokenStore = { put: refuse, latest: refuse, putWindow: refuse, listWindows: refuse };
