// What a new version of a model must show before it may even be tried in shadow: it reads the features that this code
// computes, and on series that it had not seen it was not worse than the one that decides now.

import { type ModelQuality, type ModelVersion, QualityFigure } from '#domain/model/model.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

/** A version that asks to be tried. */
export type ModelCandidate = Pick<ModelVersion, 'hash' | 'featureHash' | 'quality'>;

export interface GateRefusal {
  readonly reason: 'same-model' | 'other-features' | 'figure-missing' | 'worse';
  /** What is wrong, and what to do about it. */
  readonly detail: string;
}

/** How much worse a figure may be: about the width of its bootstrap interval over series, so that chance does not refuse. */
const MARGINS: Readonly<Record<QualityFigure, number>> = {
  'event-f1': 0.01,
  'vus-pr': 0.01,
  'calibration-error': 0.005,
};

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
  for (const figure of QualityFigure.options) {
    const refusal = judgeFigure(figure, candidate.quality, champion.quality);
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
  // Of an error less is better; of the others more.
  const shortfall = figure === 'calibration-error' ? own - least : least - own;
  if (shortfall <= MARGINS[figure]) return undefined;
  return {
    reason: 'worse',
    detail: `Its ${figure} is ${own}, the champion's ${least}; at most ${MARGINS[figure]} worse is let in`,
  };
}
