// How far apart the points of a series are, from the stamps seen so far and no later ones: what was said of a row must
// not change when rows are appended.

/** Distances counted before the period is settled: enough to outvote gaps, few enough to be quick. */
const COUNTED_DISTANCES = 300;
/** Before there are two rows: the grid of the loop. */
const PRESUMED_SECONDS = 60;

export interface PeriodTracker {
  /** Takes in the distance between two rows that follow each other. */
  note(seconds: number): void;
  /** The most frequent distance so far, whole seconds and at least one; of equally frequent ones the first. */
  readonly seconds: number;
}

/** A tracker that finds the period in the data, or knows it where it is given. */
export function trackPeriod(given?: number): PeriodTracker {
  const counts = new Map<number, number>();
  let left = given === undefined ? COUNTED_DISTANCES : 0;
  let seconds = given ?? PRESUMED_SECONDS;
  return {
    note(distance) {
      if (left === 0) return;
      left -= 1;
      const rounded = Math.max(1, Math.round(distance));
      const count = (counts.get(rounded) ?? 0) + 1;
      counts.set(rounded, count);
      if (count > (counts.get(seconds) ?? 0)) seconds = rounded;
    },
    get seconds() {
      return seconds;
    },
  };
}
