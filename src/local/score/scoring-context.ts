// How a recording teaches the series that judge it: as the loop learns a metric of which nothing is known.

import { DEFAULT_DETECTION_SETTINGS } from '#domain/detection/settings.ts';

const { learning, bands, indicators } = DEFAULT_DETECTION_SETTINGS;

/** All of a series' context but its period. */
export const SCORING_CONTEXT = {
  rule: { width: bands.width, ...indicators.value, prior: undefined },
  isTeaching: true,
  isFollowing: false,
  learningRate: learning.rate,
} as const;
