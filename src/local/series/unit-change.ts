// Recognizes a column whose unit changed on the way: the level jumps by a factor between two units (seconds and
// milliseconds, bytes and kilobytes, shares and percent) and stays there.

/** Factors between units that people record in; 1024 is not told from 1000. */
const FACTORS = [60, 100, 1000, 3600, 1e6] as const;
/** A jump is a factor when it is off by no more than this part: the level itself moves meanwhile. */
const TOLERANCE = 0.15;
/** Points of which the level is the mean, and that have to stay on a new one: a spike is no new unit. */
const WINDOW = 15;
/** Values that are further from the level than this, as a logarithm of their ratio, are not of it. */
const FAR = Math.log(8);

export interface UnitChange {
  readonly line: number;
  readonly factor: number;
}

export interface UnitWatch {
  note(value: number, line: number): void;
  /** The first change; undefined while there was none. */
  change(): UnitChange | undefined;
}

/** Watches the values of one column, in order. Levels are means of logarithms, so only positive values speak. */
export function watchUnit(): UnitWatch {
  let level = 0;
  let seen = 0;
  let off = { count: 0, sum: 0, line: 0 };
  let found: UnitChange | undefined;

  function leave(log: number, line: number): void {
    off = { count: off.count + 1, sum: off.sum + log, line: off.count === 0 ? line : off.line };
    if (off.count < WINDOW) return;
    const next = off.sum / off.count;
    const factor = unitFactor(Math.exp(Math.abs(next - level)));
    if (factor !== undefined) found = { line: off.line, factor };
    level = next;
    off = { count: 0, sum: 0, line: 0 };
  }

  return {
    note(value, line) {
      if (found || value <= 0) return;
      const log = Math.log(value);
      if (seen >= WINDOW && Math.abs(log - level) > FAR) return leave(log, line);
      seen += 1;
      level += (log - level) / Math.min(seen, WINDOW);
      off = { count: 0, sum: 0, line: 0 };
    },
    change: () => found,
  };
}

function unitFactor(ratio: number): number | undefined {
  return FACTORS.find((factor) => Math.abs(ratio / factor - 1) <= TOLERANCE);
}
