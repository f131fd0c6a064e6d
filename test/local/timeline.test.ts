import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { virtualTimeline } from '#local/timeline.ts';
import { at, NOON } from '../builders.ts';

describe('a virtual timeline', () => {
  it('runs jobs in the order of their moments, and those of one moment as they were planned', () => {
    return fc.assert(
      fc.asyncProperty(fc.array(fc.nat({ max: 5 })), async (moments) => {
        const timeline = virtualTimeline(NOON);
        const done: number[] = [];
        for (const [index, seconds] of moments.entries()) {
          timeline.schedule(at(seconds), async () => void done.push(index));
        }

        await timeline.runUntil(at(5));

        const expected = [...moments.keys()].sort((a, b) => (moments[a] ?? 0) - (moments[b] ?? 0) || a - b);
        expect(done).toEqual(expected);
      }),
    );
  });

  it('shows each job its own moment, and stands at the end afterwards', async () => {
    const timeline = virtualTimeline(NOON);
    const seen: number[] = [];
    for (const seconds of [30, 10])
      timeline.schedule(at(seconds), async () => void seen.push(timeline.now()));

    await timeline.runUntil(at(60));

    expect(seen).toEqual([at(10), at(30)]);
    expect(timeline.now()).toBe(at(60));
  });

  it('runs what jobs plan, up to and with the last moment', async () => {
    const timeline = virtualTimeline(NOON);
    const ticks: number[] = [];
    const tick = async () => {
      ticks.push(timeline.now());
      timeline.schedule(at(60 * ticks.length), tick);
    };
    timeline.schedule(NOON, tick);

    await timeline.runUntil(at(180));

    expect(ticks).toEqual([at(0), at(60), at(120), at(180)]);
    expect(timeline.nextAt()).toBe(at(240));
  });

  it('runs a job of the past at once, and never turns back', async () => {
    const timeline = virtualTimeline(NOON);
    const seen: number[] = [];
    timeline.schedule(at(-60), async () => void seen.push(timeline.now()));

    await timeline.runUntil(at(-30));

    expect(seen).toEqual([]);
    await timeline.runUntil(NOON);
    expect(seen).toEqual([NOON]);
  });

  it('waits for a job before it begins the next', async () => {
    const timeline = virtualTimeline(NOON);
    const log: string[] = [];
    timeline.schedule(at(1), async () => {
      log.push('first begins');
      await Promise.resolve();
      log.push('first ends');
    });
    timeline.schedule(at(1), async () => void log.push('second'));

    await timeline.runUntil(at(1));

    expect(log).toEqual(['first begins', 'first ends', 'second']);
  });

  it('forgets a job that was cancelled, however often', async () => {
    const timeline = virtualTimeline(NOON);
    const done: string[] = [];
    timeline.schedule(at(1), async () => void done.push('kept'));
    const planned = timeline.schedule(at(1), async () => void done.push('cancelled'));

    planned.cancel();
    planned.cancel();
    await timeline.runUntil(at(1));

    expect(done).toEqual(['kept']);
  });

  it('lets the error of a job out, and can go on with the next', async () => {
    const timeline = virtualTimeline(NOON);
    const done: string[] = [];
    timeline.schedule(at(1), () => Promise.reject(new Error('broken')));
    timeline.schedule(at(2), async () => void done.push('next'));

    await expect(timeline.runUntil(at(5))).rejects.toThrow('broken');
    expect(timeline.now()).toBe(at(1));

    await timeline.runUntil(at(5));
    expect(done).toEqual(['next']);
  });

  it('refuses to be run by one of its own jobs', async () => {
    const timeline = virtualTimeline(NOON);
    timeline.schedule(at(1), () => timeline.runUntil(at(2)));

    await expect(timeline.runUntil(at(5))).rejects.toThrow('The timeline runs already');
  });
});
