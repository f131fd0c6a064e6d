// The joint score for looking back over a whole recording: read forwards and backwards, so that its first days are judged
// too, and smoothed to both sides. Never for alarms: it knows what came later.

import { floatAt } from '#domain/baseline/number-at.ts';
import {
  JointOpinions,
  type JointPoint,
  logOfUsual,
  OPINION_COUNT,
  scoreOfLog,
  USUAL_OPINIONS,
} from '#domain/detection/joint-opinions.ts';

/** Points to either side after which an opinion counts half. */
const HOLD = 8;
const SHARE = 1 - 2 ** (-1 / HOLD);

/** What a recording is: points in order of time, each with as many values. */
export interface JointRecording {
  readonly points: readonly JointPoint[];
  readonly metricCount: number;
  readonly periodSeconds: number;
}

/** A score from 0 to 1 for each point of a recording, from all others. */
export function scoreInHindsight(recording: JointRecording): Float64Array {
  const forwards = opinionsOn(recording);
  const backwards = opinionsOn({ ...recording, points: turnedAround(recording.points) });
  for (const opinions of backwards) opinions.reverse();
  const scores = new Float64Array(recording.points.length);
  const known = new Uint8Array(scores.length);
  [...forwards, ...backwards].forEach((opinions, place) => {
    smooth(opinions).forEach((opinion, index) => {
      if (Number.isNaN(opinion)) return;
      scores[index] =
        floatAt(scores, index) + logOfUsual(opinion, floatAt(USUAL_OPINIONS, place % OPINION_COUNT));
      known[index] = (known[index] as number) + 1;
    });
  });
  return scores.map((sum, index) => scoreOfLog(sum / (known[index] as number)));
}

/** Time runs from the last point to the first. */
function turnedAround(points: readonly JointPoint[]): readonly JointPoint[] {
  return points.map(({ at, values }) => ({ at: -at, values })).reverse();
}

/** For each place the opinions point by point. */
function opinionsOn({ points, metricCount, periodSeconds }: JointRecording): readonly Float64Array[] {
  const opinions = new JointOpinions(metricCount, periodSeconds);
  const columns = Array.from({ length: OPINION_COUNT }, () => new Float64Array(points.length));
  points.forEach((point, index) => {
    const latest = opinions.take(point);
    columns.forEach((column, place) => {
      column[index] = floatAt(latest, place);
    });
  });
  return columns;
}

/** The mean of the running means from both ends; where one of them knows nothing, the other. */
function smooth(values: Float64Array): Float64Array {
  const before = runningMeans(values);
  const after = runningMeans(values.slice().reverse()).reverse();
  return before.map((mean, index) => {
    const other = floatAt(after, index);
    if (Number.isNaN(mean)) return other;
    return Number.isNaN(other) ? mean : (mean + other) / 2;
  });
}

function runningMeans(values: Float64Array): Float64Array {
  let mean = Number.NaN;
  return values.map((value) => {
    if (Number.isNaN(mean)) mean = value;
    else if (!Number.isNaN(value)) mean += SHARE * (value - mean);
    return mean;
  });
}
