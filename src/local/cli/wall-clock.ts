// The real clocks of the local runtime: that of a timeline which a person watches, and that of a real account.

import type { WallClock } from '../real-timeline.ts';

/** The longest time a timer of Node can wait. Waking too early does no harm: the timeline looks and sleeps again. */
const MAX_TIMER_MS = 2 ** 31 - 1;

/** The clock of this machine, unmoved when its date is set. */
export const systemWallClock: WallClock = {
  now: () => performance.now(),
  after(milliseconds, act) {
    if (milliseconds === 0) {
      const turn = setImmediate(act);
      return { cancel: () => clearImmediate(turn) };
    }
    const timer = setTimeout(act, Math.min(milliseconds, MAX_TIMER_MS));
    return { cancel: () => clearTimeout(timer) };
  },
};

/** The clock of a loop over a real account: it follows the date of this machine, through sleep and corrections. */
export const calendarWallClock: WallClock = { ...systemWallClock, now: Date.now };
