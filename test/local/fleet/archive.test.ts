import { describe, expect, it } from 'vitest';
import { metricQueriesFor } from '#contracts/naming.ts';
import type { MetricPoint, SignalName } from '#domain/signal/signal.ts';
import { archivedPoints, archiveMinutes } from '#local/fleet/archive.ts';
import { type Fleet, type FleetOptions, restoreFleet } from '#local/fleet/fleet.ts';
import type { PublishedState } from '#local/fleet/state.ts';
import { minutesAfter, NOON, quietFleet, resource } from './builders.ts';

const FIVE_MINUTES = 300;

/** What could be read of a signal of the shop's web at a period, from the beginning on. */
function read(fleet: Fleet, signal: SignalName, periodSeconds: number): readonly MetricPoint[] {
  const resources = fleet.topology.services.find(({ id }) => id === 'web')?.resources ?? [];
  const queries = resources
    .flatMap((id) => metricQueriesFor(resource(id), periodSeconds))
    .filter((query) => query.signal === signal);
  return fleet.readMetrics(queries, NOON, fleet.now())[0]?.points ?? [];
}

/** Six hours of the same story, of which the minutes are kept for one or for all of them. */
function live(overrides: Partial<FleetOptions> = {}): Fleet {
  const fleet = quietFleet(overrides);
  fleet.advanceTo(minutesAfter(NOON, 360));
  return fleet;
}

describe('minutes that are gone', () => {
  it.each(['request-count', 'cpu', 'running-tasks'] as const)(
    'leave five-minute points of %s, as if they were still there',
    (signal) => {
      const forgetful = live({ metricRetentionHours: 1 });
      const whole = live();

      const points = read(forgetful, signal, FIVE_MINUTES);

      const same = read(whole, signal, FIVE_MINUTES);
      expect(points.map(({ at }) => at)).toEqual(same.map(({ at }) => at));
      for (const [index, { value }] of points.entries())
        expect(value / (same[index]?.value ?? 0)).toBeCloseTo(1, 3);
    },
  );

  it('leave hours as well, and nothing finer', () => {
    const forgetful = live({ metricRetentionHours: 1 });

    expect(read(forgetful, 'request-count', 3600).map(({ at }) => at)[0]).toBe(NOON);
    expect(read(forgetful, 'request-count', 60)[0]?.at).toBeGreaterThan(minutesAfter(NOON, 180));
    expect(read(forgetful, 'latency-p99', FIVE_MINUTES)[0]?.at).toBeGreaterThan(minutesAfter(NOON, 180));
  });

  it('are forgotten after nine days in the end', () => {
    const series = { values: Array(120).fill(1), lagSeconds: Array(120).fill(60) };
    const published: PublishedState = { firstMinute: 0, series: [series] };
    const directory = {
      ofService: [[{ index: 0, type: 'ecs-service', signal: 'cpu' }]],
      indexByKey: new Map(),
      count: 1,
    } as const;

    for (let day = 0; day < 10; day += 1)
      for (let drop = 0; drop < 12; drop += 1) {
        archiveMinutes(published, directory, { minutes: 120, lost: -1 });
        published.firstMinute += 120;
      }

    const points = archivedPoints(published, { index: 0 }, { from: 0, to: 10 * 86_400_000 });
    expect([points.length, points[0]?.at]).toEqual([9 * 288, 86_400_000]);
  });

  it('are kept over a restart', () => {
    const forgetful = live({ metricRetentionHours: 1 });

    const restored = restoreFleet(JSON.parse(JSON.stringify(forgetful.snapshot())));

    expect(read(restored, 'cpu', FIVE_MINUTES)).toEqual(read(forgetful, 'cpu', FIVE_MINUTES));
  });
});
