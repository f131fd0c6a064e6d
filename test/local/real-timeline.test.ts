import { describe, expect, it } from 'vitest';
import { type Pace, realTimeline, type WallClock } from '#local/real-timeline.ts';
import { virtualTimeline } from '#local/timeline.ts';
import { at, NOON } from '../builders.ts';

/** A wall clock whose time passes only when the test says so, or while a job works. */
function testWall() {
  const wall = virtualTimeline(at(0));
  let worked = 0;
  const clock: WallClock = {
    now: () => wall.now() - NOON + worked,
    after: (milliseconds, act) =>
      wall.schedule(at((clock.now() + milliseconds - worked) / 1000), async () => act()),
  };
  return {
    clock,
    /** A job that takes so long. */
    work: (milliseconds: number) => {
      worked += milliseconds;
    },
    /** Lets seconds pass in small steps, with all that happens in them. */
    async pass(seconds: number) {
      const end = wall.now() + seconds * 1000;
      while (wall.now() < end) {
        await wall.runUntil(at((wall.now() - NOON + 10) / 1000));
        for (let turn = 0; turn < 20; turn += 1) await Promise.resolve();
      }
    },
  };
}

function open(pace: Partial<Pace> = {}) {
  const wall = testWall();
  const timeline = realTimeline({
    startAt: NOON,
    speed: 60,
    wallClock: wall.clock,
    whenBusy: 'wait',
    ...pace,
  });
  return { wall, timeline };
}

describe('a real timeline', () => {
  it('stands at its start until it is run, then passes as fast as asked', async () => {
    const { wall, timeline } = open();
    await wall.pass(5);
    expect(timeline.now()).toBe(NOON);

    const ended = timeline.run();
    await wall.pass(2);

    expect(timeline.now()).toBe(at(120));
    timeline.stop();
    await ended;
  });

  it('runs each job when its moment has come', async () => {
    const { wall, timeline } = open();
    const seen: number[] = [];
    const ended = timeline.run();
    timeline.schedule(at(60), async () => void seen.push(timeline.now()));
    timeline.schedule(at(30), async () => void seen.push(timeline.now()));

    await wall.pass(0.4);
    expect(seen).toEqual([]);
    await wall.pass(2);

    expect(seen).toEqual([at(30), at(60)]);
    timeline.stop();
    await ended;
  });

  it('does not run a job that was cancelled', async () => {
    const { wall, timeline } = open();
    const done: string[] = [];
    const ended = timeline.run();
    const planned = timeline.schedule(at(30), async () => void done.push('cancelled'));

    planned.cancel();
    await wall.pass(2);

    expect(done).toEqual([]);
    timeline.stop();
    await ended;
  });

  it('stands still while a job works, when it waits for slow ones', async () => {
    const { wall, timeline } = open({ whenBusy: 'wait' });
    const seen: number[] = [];
    timeline.schedule(at(60), async () => {
      wall.work(10_000);
      seen.push(timeline.now());
    });
    timeline.schedule(at(120), async () => void seen.push(timeline.now()));
    const ended = timeline.run();

    await wall.pass(1.5);
    expect(seen).toEqual([at(60)]);
    await wall.pass(1);

    expect(seen).toEqual([at(60), at(120)]);
    timeline.stop();
    await ended;
  });

  it('goes on while a job works, and runs the next one late, when it keeps up with the world', async () => {
    const { wall, timeline } = open({ whenBusy: 'run-late' });
    const seen: number[] = [];
    timeline.schedule(at(60), async () => wall.work(10_000));
    timeline.schedule(at(120), async () => void seen.push(timeline.now()));
    const ended = timeline.run();

    await wall.pass(2);

    expect(seen[0]).toBeGreaterThanOrEqual(at(660));
    timeline.stop();
    await ended;
  });

  it('never passes a job that has not been run yet, when it waits', async () => {
    const { wall, timeline } = open({ whenBusy: 'wait' });
    timeline.schedule(at(60), async () => undefined);
    const ended = timeline.run();

    wall.work(100_000);

    expect(timeline.now()).toBe(at(60));
    timeline.stop();
    await ended;
  });

  it('ends with the error of a job that throws, and runs no other', async () => {
    const { wall, timeline } = open();
    const done: string[] = [];
    timeline.schedule(at(10), () => Promise.reject(new Error('broken')));
    timeline.schedule(at(20), async () => void done.push('next'));

    const ended = expect(timeline.run()).rejects.toThrow('broken');
    await wall.pass(2);

    await ended;
    expect(done).toEqual([]);
  });

  it('stops after the job that is being done', async () => {
    const { wall, timeline } = open();
    const done: string[] = [];
    timeline.schedule(at(10), async () => {
      timeline.stop();
      done.push('first');
    });
    timeline.schedule(at(10), async () => void done.push('second'));
    const ended = timeline.run();

    await wall.pass(1);
    await ended;

    expect(done).toEqual(['first']);
  });
});
