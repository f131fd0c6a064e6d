// How a series teaches where it is trained on and judged: as the loop learns a metric, without any margin of its own.

import { DEFAULT_DETECTION_SETTINGS } from '#domain/detection/settings.ts';

const { learning, bands } = DEFAULT_DETECTION_SETTINGS;

/** All of a series' context but its period. */
export const LEARNING_CONTEXT = {
  rule: { width: bands.width, relativeMargin: 0, absoluteMargin: 0 },
  isTeaching: true,
  learningRate: learning.rate,
  isFollowing: true,
} as const;
