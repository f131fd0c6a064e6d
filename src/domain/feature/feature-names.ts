// The 47 features of one point of one series (M35), in the order the models read them. The list is frozen: its hash
// stands in every model's manifest, and a model that was trained on another list is refused.

/** Names in order. Adding, removing or moving one means training every model again. */
export const FEATURE_NAMES = [
  // Distance from the median of the previous points, in usual distances.
  'residual-5',
  'residual-15',
  'residual-31',
  'residual-181',
  // Distance from what the same time of earlier days leads to expect, corrected for the shift of the level since.
  'day-1',
  'day-2',
  'day-closest',
  'day-median',
  'day-coverage',
  'week-slot',
  // Distance from the previous points, less the way that the best of the earlier days went in the same time.
  'trend-15',
  'trend-31',
  'trend-shift',
  'trend-tail',
  // Where the level moved to.
  'shift-5',
  'step',
  'curvature',
  'variance-ratio-5',
  'variance-ratio-31',
  'range-ratio',
  'slope-15',
  'slope-181',
  // What is odd about the recording itself.
  'flat-length',
  'flat-unusual',
  'zero-share',
  'zero-unusual',
  'gap-length',
  'age',
  // Whether the deviation lasts, and whether it comes again and again.
  'autocorrelation',
  'momentum',
  'recurrence-day',
  'recurrence-week',
  // Where the point stands among the others.
  'percentile-181',
  'window-1h',
  'window-6h',
  'window-24h',
  'level-1h',
  'relative-size',
  'noise-level',
  'from-level',
  // The same distances in units of the rarest of their kind, and how often such rare ones come.
  'tail-15',
  'tail-step',
  'tail-day',
  'peak',
  'excess-share-fast',
  'excess-share-slow',
  'since-excess',
] as const;

export type FeatureName = (typeof FEATURE_NAMES)[number];

/** How many there are. */
export const FEATURE_COUNT = FEATURE_NAMES.length;
