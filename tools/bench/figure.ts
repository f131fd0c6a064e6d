// What a benchmark answers: figures with their unit, what they are held against in the same run, and what is aimed at.

export interface Figure {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  /** Something that everybody knows, measured in the same run on the same machine. */
  readonly baseline?: { readonly what: string; readonly value: number };
  /** What the value should be, in words; a run never fails over it. */
  readonly aim: string;
}

/** One file, one benchmark: its name for `--only`, and its figures. */
export interface Benchmark {
  readonly name: string;
  measure(): Promise<readonly Figure[]>;
}

/**
 * How often something can be done in a second, if `work` does it `count` times: the best of three tries, because a
 * machine is only ever slowed down. The tries are numbered, for work that must not be repeated.
 */
export async function ratePerSecond(
  count: number,
  work: (attempt: number) => Promise<void> | void,
): Promise<number> {
  let best = 0;
  for (let attempt = 0; attempt < 3; attempt++) {
    const startedAt = performance.now();
    await work(attempt);
    best = Math.max(best, count / ((performance.now() - startedAt) / 1000));
  }
  return best;
}
