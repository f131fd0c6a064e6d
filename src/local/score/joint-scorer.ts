// The scorer of files with several values a point: what they say together. A band exists for each value alone; told is that
// of the value which stands out most.

import type { Band } from '#domain/baseline/band.ts';
import { feedSeries } from '#domain/baseline/update-series.ts';
import { openJointScore, SUDDEN_BAR } from '#domain/detection/joint-score.ts';
import { SCORING_CONTEXT } from './scoring-context.ts';
import type { OpenScorer, ScoredPoint, ScorerPoint } from './series-scorer.ts';

/** Opens scorers that judge the values of a point together. */
export const openJointScorer: OpenScorer = (valueCount) => {
  const feeds = Array.from({ length: valueCount }, () => feedSeries());
  let take: ReturnType<typeof openJointScore> | undefined;

  function bandsOf({ at, values, periodSeconds }: ScorerPoint): (Band | undefined)[] {
    const context = { ...SCORING_CONTEXT, periodSeconds };
    return feeds.map((feed, index) => feed.take({ at, value: values[index] }, context)?.band);
  }

  function judge(point: ScorerPoint): ScoredPoint {
    take ??= openJointScore(valueCount, point.periodSeconds);
    const { score, suddenness, loudest } = take(point);
    const band = bandsOf(point)[loudest];
    return { score, isAlarm: suddenness >= SUDDEN_BAR, ...(band && { band }) };
  }

  return { score: async (points) => points.map(judge) };
};
