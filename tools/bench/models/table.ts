// The shape of what the model benchmarks measure: tables whose rows are methods, and whose cells are figures with the
// interval that bootstrapping over series, machines or issues gives.

/** Where the public data lies, how often to draw, and which models to ask. */
export interface BenchOptions {
  /** The folder of public data sets; models/training/README.md says where to get them. */
  readonly data: string;
  /** Models of each fold of the cross-validation: `<folds>/<model name>/fold-K` and `folds.json`. */
  readonly folds: string;
  readonly seed: number;
  readonly say: (line: string) => void;
}

export interface Figure {
  readonly value: number;
  /** The 90 % interval over resampled groups; absent where there is nothing to resample. */
  readonly interval?: readonly [low: number, high: number];
}

export interface ModelRow {
  readonly method: string;
  /** Ours is printed in bold. */
  readonly isOurs: boolean;
  /** By column; undefined where a method has no such figure. */
  readonly figures: Readonly<Record<string, Figure | undefined>>;
}

export interface ModelTable {
  /** Also the mark between which docs/models.md holds the table. */
  readonly id: string;
  readonly title: string;
  readonly columns: readonly string[];
  readonly rows: readonly ModelRow[];
  /** What is to be reached, by column, in words such as "> 0.48". */
  readonly bars?: Readonly<Record<string, string>>;
  /** What a reader must know: number of series, split, definitions. */
  readonly notes: readonly string[];
}
