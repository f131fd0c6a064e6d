// The shape of the last points: where the level moved, how rough, steep, flat, empty or broken the curve is.

import { floatAt, numberAt } from '#domain/baseline/number-at.ts';
import { clamp, medianOf } from '#domain/baseline/robust.ts';
import { compress, type PointView, SCALE } from '#domain/feature/point-view.ts';

/** Two days of minutes: the baseline counts as learned (M30). */
const MATURE_POINTS = 2880;
/** Ratios of variances beyond e^14 are not told apart. */
const LARGEST_LOG = 14;

/** `shift-5` to `slope-agreement`. A shift is the distance between the medians of a short and a long window. */
export function shapeFeatures(view: PointView): number[] {
  const { medians, scales, scan } = view;
  const scale = (index: number) => numberAt(scales, index);
  const median = (index: number) => numberAt(medians, index);
  return [
    compress(median(0) - median(2), scale(SCALE.window31)),
    compress(median(1) - median(3), scale(SCALE.window61)),
    compress(median(3) - median(4), scale(SCALE.window181)),
    compress(scan.step, scale(SCALE.step)),
    compress(scan.curvature, scale(SCALE.step)),
    logRatio(scan.variance5, scan.variance61, view.floor),
    logRatio(scan.variance31, scan.variance181, view.floor),
    scan.range15 / (scan.highest - scan.lowest + view.floor),
    compress(median(0) - firstMedian(view, 15, 5), scale(SCALE.window15)),
    compress(median(1) - firstMedian(view, 61, 15), scale(SCALE.window61)),
    compress(median(2) - firstMedian(view, 181, 31), scale(SCALE.window181)),
    slopeAgreement(view),
  ];
}

/** The median of the first `count` points of the window that ends now: where a slope began. */
function firstMedian({ values, count }: PointView, window: number, points: number): number {
  const from = Math.max(0, count - window);
  return medianOf(values, { from, to: Math.min(from + points, count) });
}

const STEPS_COUNTED = 15;

/** Rising less falling steps, as a share of the last fifteen: a leak has 1, noise has about 0. */
function slopeAgreement({ values, count }: PointView): number {
  let balance = 0;
  for (let i = Math.max(1, count - STEPS_COUNTED); i < count; i++) {
    balance += Math.sign(floatAt(values, i) - floatAt(values, i - 1));
  }
  return balance / STEPS_COUNTED;
}

function logRatio(variance: number, reference: number, floor: number): number {
  const least = floor ** 2;
  return clamp(Math.log((variance + least) / (reference + least)), -LARGEST_LOG, LARGEST_LOG);
}

/** `flat-length` to `age`: what is odd about the recording itself. */
export function recordingFeatures({ state, now, scan }: PointView): number[] {
  const flatLength = Math.log1p(state.flatRun);
  return [
    flatLength,
    flatLength * (1 - state.repeatShare) ** 2,
    scan.zeroShare61,
    now === 0 ? 1 - scan.zeroShare : 0,
    Math.log1p(state.gap),
    state.gapShare,
    Math.min(1, state.count / MATURE_POINTS),
  ];
}
