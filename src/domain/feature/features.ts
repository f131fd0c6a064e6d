// The features of the newest point of a series, and what the running scales learn from it. Causal: a feature is
// divided by what was usual before the point came, so a past feature never changes when points are appended.

import { numberAt } from '#domain/baseline/number-at.ts';
import { roundToPacked } from '#domain/baseline/packed-numbers.ts';
import { trackQuantile } from '#domain/baseline/robust.ts';
import type { SeriesState } from '#domain/baseline/series-state.ts';
import { type PointView, SCALE, viewPoint } from '#domain/feature/point-view.ts';
import { residualFeatures, type SlotResiduals, slotResidualsOf } from '#domain/feature/residual-features.ts';
import { recordingFeatures, shapeFeatures } from '#domain/feature/shape-features.ts';
import { hourLevelsOf, persistenceFeatures, standingFeatures } from '#domain/feature/standing-features.ts';

/** Nine of ten residuals stay within their scale. */
const SCALE_SHARE = 0.9;
const SCALE_RATE = 0.1;
/** A scale that is far too small, as after a flat stretch, catches up by half a step at a time. */
const CATCH_UP_RATIO = 4;
const CATCH_UP_RATE = 0.5;
/** Memories of the running means of the scaled residual, in points. */
const FAST_MEMORY = 5;
const SLOW_MEMORY = 20;

export interface FeatureStep {
  /** In the order of FEATURE_NAMES, each finite. */
  readonly features: readonly number[];
  readonly state: SeriesState;
}

/** The features of the newest point of `state`, which has been appended, and the state that has learned its scales. */
export function computeFeatures(state: SeriesState, periodSeconds: number): FeatureStep {
  const view = viewPoint(state);
  const slots = slotResidualsOf(view, periodSeconds);
  const residual = residualFeatures(view, slots);
  const momentum = nextMomentum(state.momentum, numberAt(residual, SCALE.window61));
  const features = residual.concat(
    shapeFeatures(view),
    recordingFeatures(view),
    persistenceFeatures(view, momentum),
    standingFeatures(view),
  );
  return { features, state: { ...state, momentum, scales: nextScales(view, slots) } };
}

function nextMomentum([fast, slow]: SeriesState['momentum'], residual: number): SeriesState['momentum'] {
  return [
    roundToPacked(fast + (residual - fast) / FAST_MEMORY, 'long'),
    roundToPacked(slow + (residual - slow) / SLOW_MEMORY, 'long'),
  ];
}

function nextScales(view: PointView, { days, week }: SlotResiduals): number[] {
  const { now, medians, scales, scan } = view;
  const next: number[] = [];
  for (let i = 0; i < medians.length; i++)
    next.push(nextScale(numberAt(scales, i), now - numberAt(medians, i)));
  next.push(
    nextScale(numberAt(scales, SCALE.day), days[0]),
    nextScale(numberAt(scales, SCALE.week), week),
    nextScale(numberAt(scales, SCALE.step), scan.step),
    nextScale(numberAt(scales, SCALE.hours), now - hourLevelsOf(view).six),
  );
  return next;
}

/** A distance that is not known teaches nothing. */
function nextScale(current: number, residual: number | undefined): number {
  if (residual === undefined) return roundToPacked(current, 'long');
  const distance = Math.abs(residual);
  const rate = distance > CATCH_UP_RATIO * current ? CATCH_UP_RATE : SCALE_RATE;
  return roundToPacked(trackQuantile(current, distance, { share: SCALE_SHARE, rate }), 'long');
}
