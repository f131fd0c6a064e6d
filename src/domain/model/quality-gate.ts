// What a new version of a model must show before it may even be tried in shadow: it reads the features that this code
// computes, and on series that it had not seen it was not worse than the one that decides now.

import { type ModelQuality, type ModelVersion, QualityFigure } from '#domain/model/model.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

/** A version that asks to be tried. */
export interface ModelCandidate extends Pick<ModelVersion, 'hash' | 'featureHash' | 'quality'> {
  /**
   * Another version, measured in the same run on the same series; figures of different series cannot be compared, so this
   * one's count when it is the champion.
   */
  readonly measuredBeside?: Pick<ModelVersion, 'hash' | 'quality'> | undefined;
}

export interface GateRefusal {
  readonly reason: 'same-model' | 'other-features' | 'figure-missing' | 'worse';
  /** What is wrong, and what to do about it. */
  readonly detail: string;
}

/** How much worse a figure may be: well within its bootstrap interval over series, and enough that chance does not refuse. */
const MARGINS: Readonly<Record<QualityFigure, number>> = {
  'event-f1': 0.01,
  'vus-pr': 0.01,
  'calibration-error': 0.005,
  'average-precision': 0.02,
  'crps-ratio': 0.02,
  // One incident of forty.
  'top-1': 0.025,
  specificity: 0.02,
  'macro-f1': 0.02,
};

/** Figures of which less is better. */
const ERRORS: ReadonlySet<QualityFigure> = new Set(['calibration-error', 'crps-ratio']);

/** Whether a candidate may be tried beside the champion. A figure that the champion lacks cannot be compared, and is not asked for. */
export function passGate(
  candidate: ModelCandidate,
  champion: ModelCandidate,
): Result<ModelCandidate, GateRefusal> {
  if (candidate.hash === champion.hash)
    return refuse({ reason: 'same-model', detail: 'It is the model that decides already' });
  if (candidate.featureHash !== champion.featureHash) {
    return refuse({
      reason: 'other-features',
      detail: `It was trained on features ${candidate.featureHash}, the champion reads ${champion.featureHash}; train it again`,
    });
  }
  const { measuredBeside } = candidate;
  const least = measuredBeside?.hash === champion.hash ? measuredBeside.quality : champion.quality;
  for (const figure of QualityFigure.options) {
    const refusal = judgeFigure(figure, candidate.quality, least);
    if (refusal) return refuse(refusal);
  }
  return ok(candidate);
}

function judgeFigure(
  figure: QualityFigure,
  { [figure]: own }: ModelQuality,
  { [figure]: least }: ModelQuality,
): GateRefusal | undefined {
  if (least === undefined) return undefined;
  if (own === undefined)
    return { reason: 'figure-missing', detail: `Its manifest does not say its ${figure}; measure it` };
  const shortfall = ERRORS.has(figure) ? own - least : least - own;
  if (shortfall <= MARGINS[figure]) return undefined;
  return {
    reason: 'worse',
    detail: `Its ${figure} is ${own}, the champion's ${least}; at most ${MARGINS[figure]} worse is let in`,
  };
}
