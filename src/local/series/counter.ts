// Recognizes a column that is a counter: it only rises, but for resets. Its level says nothing of the present, so people
// are told to record its rate.

/** A counter rises at this part of its steps at least. */
const LEAST_RISES = 0.5;
/** A reset ends below this part of what was reached. */
const RESET_PART = 0.1;
/** Resets are rare: more of them than this part of the steps are ups and downs. */
const MOST_RESETS = 0.05;
/** Fewer steps could all rise by chance. */
const LEAST_STEPS = 30;

export interface Counter {
  readonly resets: number;
  /** Of the first reset; absent where there was none. */
  readonly line: number | undefined;
}

export interface CounterWatch {
  note(value: number, line: number): void;
  /** Undefined when the values are no counter's. */
  counter(): Counter | undefined;
}

/** Watches the values of one column, in order. */
export function watchCounter(): CounterWatch {
  let before: number | undefined;
  let steps = 0;
  let rises = 0;
  let resets = 0;
  let line: number | undefined;
  let isFalling = false;

  function step(from: number, to: number, at: number): void {
    steps += 1;
    if (to > from) rises += 1;
    if (to >= from) return;
    if (to > RESET_PART * from) isFalling = true;
    resets += 1;
    line ??= at;
  }

  return {
    note(value, at) {
      if (before !== undefined) step(before, value, at);
      before = value;
    },
    counter() {
      const isCounter =
        !isFalling && steps >= LEAST_STEPS && rises >= LEAST_RISES * steps && resets <= MOST_RESETS * steps;
      return isCounter ? { resets, line } : undefined;
    },
  };
}
