import { describe, expect, it } from 'vitest';
import { systemWallClock } from '#local/cli/wall-clock.ts';

describe('the wall clock', () => {
  it('never goes back', () => {
    const earlier = systemWallClock.now();

    expect(systemWallClock.now()).toBeGreaterThanOrEqual(earlier);
  });

  it.each([0, 1])('calls after %i ms, once, and not when it was cancelled', async (milliseconds) => {
    const calls: string[] = [];
    const { promise, resolve } = Promise.withResolvers<void>();

    systemWallClock.after(milliseconds, () => void calls.push('cancelled')).cancel();
    systemWallClock.after(milliseconds, () => void calls.push('kept'));
    systemWallClock.after(milliseconds, resolve);
    await promise;

    expect(calls).toEqual(['kept']);
  });
});
