// The methods of detection that are measured side by side: ours, by the models that have not seen the series, and what it
// has to beat.

import type { ScoreParameters } from '#domain/detection/anomaly-score.ts';
import {
  type BaselineScore,
  dailySeasonalZ,
  randomCut,
  rollingZ,
  smoothedResidual,
  staticThreshold,
  weeklyMedianZ,
} from './detection-baselines.ts';
import type { LabelledScores } from './event-score.ts';
import { probabilitiesOf, type RecordedLogits, WARM_UP_POINTS } from './recorded-logits.ts';

/** Points to either side of an offline score, as `medic score --offline` takes them. */
const OFFLINE_REACH = 8;
/** Points that a random cut forest sees together, for shapes: OpenSearch's default. One won AWS's run of NAB. */
const SHINGLE_POINTS = 8;

/** What a method says of all points of the series, in their order. */
export interface Method {
  readonly name: string;
  readonly isOurs: boolean;
  readonly isProbability?: boolean;
  score(recorded: RecordedLogits): Float64Array;
}

/** All methods, ours first. */
export function methodsOf(parameters: ScoreParameters): readonly Method[] {
  const causal = (recorded: RecordedLogits) => probabilitiesOf(recorded, parameters);
  const baseline = (name: string, score: BaselineScore): Method => ({
    name,
    isOurs: false,
    score: ({ series }) => score(series),
  });
  return [
    { name: 'medic score', isOurs: true, isProbability: true, score: causal },
    {
      name: 'medic score --offline (looks ahead)',
      isOurs: true,
      score: (recorded) => centredMean(causal(recorded)),
    },
    {
      name: 'isolation forest',
      isOurs: false,
      score: ({ novelties }) => Float64Array.from(novelties),
    },
    baseline('static threshold', staticThreshold),
    baseline('rolling z', rollingZ),
    baseline('daily-seasonal residual z', dailySeasonalZ),
    baseline('the same, to the median of seven days', weeklyMedianZ),
    baseline('random cut forest, 1 point at a time', (series) => randomCut(series, 1)),
    baseline(`random cut forest, ${SHINGLE_POINTS} points at a time`, (series) =>
      randomCut(series, SHINGLE_POINTS),
    ),
    baseline('smoothed residual (looks ahead)', smoothedResidual),
  ];
}

function centredMean(scores: Float64Array): Float64Array {
  return scores.map((_, index) => {
    const around = scores.subarray(Math.max(0, index - OFFLINE_REACH), index + OFFLINE_REACH + 1);
    return around.reduce((sum, score) => sum + score, 0) / around.length;
  });
}

/** What a method says of the judged points of a series, with their labels. */
export function asLabelled(one: RecordedLogits, method: Method): LabelledScores {
  return {
    scores: method.score(one).subarray(WARM_UP_POINTS),
    labels: one.labels.subarray(WARM_UP_POINTS),
  };
}
