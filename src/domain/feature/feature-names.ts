// The 47 features of one point of one series (M35), in the order the models read them. The list is frozen: its hash
// stands in every model's manifest, and a model that was trained on another list is refused.

/** Names in order. Adding, removing or moving one means training every model again. */
export const FEATURE_NAMES = [
  // Distance from the median of the previous points, in usual distances.
  'residual-5',
  'residual-15',
  'residual-31',
  'residual-61',
  'residual-181',
  // Distance from what the same time of earlier days leads to expect, corrected for the shift of the level since.
  'day-1',
  'day-2',
  'day-3',
  'day-7',
  'day-closest',
  'day-median',
  'day-coverage',
  'week-slot',
  // Where the level moved to.
  'shift-5',
  'shift-15',
  'shift-61',
  'step',
  'curvature',
  'variance-ratio-5',
  'variance-ratio-31',
  'range-ratio',
  'slope-15',
  'slope-61',
  'slope-181',
  'slope-agreement',
  // What is odd about the recording itself.
  'flat-length',
  'flat-unusual',
  'zero-share',
  'zero-unusual',
  'gap-length',
  'gap-share',
  'age',
  // Whether the deviation lasts, and whether it comes again and again.
  'autocorrelation',
  'momentum-fast',
  'momentum-slow',
  'recurrence-day',
  'recurrence-week',
  // Where the point stands among the others.
  'percentile-61',
  'percentile-181',
  'beyond-range',
  'window-1h',
  'window-6h',
  'window-24h',
  'level-1h',
  'level-6h',
  'relative-size',
  'noise-level',
] as const;

export type FeatureName = (typeof FEATURE_NAMES)[number];

/** How many there are. */
export const FEATURE_COUNT = FEATURE_NAMES.length;
