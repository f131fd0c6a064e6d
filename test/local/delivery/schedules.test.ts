import { describe, expect, it } from 'vitest';
import type { Instant } from '#domain/ids.ts';
import { startSchedule } from '#local/delivery/schedules.ts';
import { at, minute, NOON } from '../../builders.ts';
import { deliveryWorld, type WorldOptions } from './delivery-world.ts';

/** A process with a schedule of one minute that remembers its ticks, in minutes after noon. */
function start(options: WorldOptions = {}, act: (tickAt: Instant) => Promise<void> = async () => undefined) {
  const world = deliveryWorld(options);
  const ticks: number[] = [];
  const schedule = startSchedule(world.deps, {
    name: 'plan-polls',
    everySeconds: 60,
    run: async (tickAt) => {
      ticks.push((tickAt - NOON) / 60_000);
      await act(tickAt);
    },
  });
  return { ...world, ticks, schedule };
}

describe('a schedule', () => {
  it('fires at each moment of its grid, the one it is started on included', async () => {
    const { timeline, ticks } = start();

    await timeline.runUntil(minute(3));

    expect(ticks).toEqual([0, 1, 2, 3]);
  });

  it('waits for its grid when it is started between two moments', async () => {
    const { timeline, ticks } = start({ startAt: at(20) });

    await timeline.runUntil(at(59));
    expect(ticks).toEqual([]);
    await timeline.runUntil(at(60));

    expect(ticks).toEqual([1]);
  });

  it('does not repeat a tick after a restart within it', async () => {
    const first = start();
    await first.timeline.runUntil(NOON);

    const second = start({ database: first.database, startAt: NOON });
    await second.timeline.runUntil(minute(1));

    expect(second.ticks).toEqual([1]);
  });

  it('makes up for many missed ticks by one, at once, and returns to its grid', async () => {
    const first = start();
    await first.timeline.runUntil(minute(1));

    const second = start({ database: first.database, startAt: at(10 * 60 + 30) });
    await second.timeline.runUntil(at(10 * 60 + 30));
    expect(second.ticks).toEqual([10]);
    await second.timeline.runUntil(minute(12));

    expect(second.ticks).toEqual([10, 11, 12]);
  });

  it('repeats a tick in the middle of which the process was killed', async () => {
    const first = start({}, (tickAt) => (tickAt === NOON ? Promise.resolve() : new Promise(() => undefined)));
    await first.timeline.runUntil(NOON);
    void first.timeline.runUntil(minute(1));

    const second = start({ database: first.database, startAt: at(75) });
    await second.timeline.runUntil(at(75));

    expect(first.ticks).toEqual([0, 1]);
    expect(second.ticks).toEqual([1]);
  });

  it('goes on after a tick that failed, and says so', async () => {
    const { timeline, ticks, failures } = start({}, async (tickAt) => {
      if (tickAt === NOON) throw new Error('no answer');
    });

    await timeline.runUntil(minute(1));

    expect(ticks).toEqual([0, 1]);
    expect(failures).toEqual([{ source: 'plan-polls', reason: 'Error: no answer', isFinal: true }]);
  });

  it('fires no more once it is stopped, from outside or from within a tick', async () => {
    const outer = start();
    outer.schedule.stop();
    const inner = start({}, async () => inner.schedule.stop());

    await outer.timeline.runUntil(minute(3));
    await inner.timeline.runUntil(minute(3));

    expect(outer.ticks).toEqual([]);
    expect(inner.ticks).toEqual([0]);
  });
});
