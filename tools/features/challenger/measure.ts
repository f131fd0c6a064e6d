// How good a challenger is beside the version that decides, both on the same series that neither has learned from: what the
// quality gate compares. Figures of different series cannot be compared, so both stand in the challenger's manifest.

import { join } from 'node:path';
import { ScoreParameters } from '#domain/detection/anomaly-score.ts';
import type { ModelQuality } from '#domain/model/model.ts';
import { bestThreshold } from '../../bench/models/event-score.ts';
import { calibrationError, rankMoments } from '../../bench/models/ranking.ts';
import { probabilitiesOf } from '../../bench/models/recorded-logits.ts';
import { vusPr } from '../../bench/models/vus-pr.ts';
import type { TrainingSeries } from '../training-series.ts';
import { readManifest, writeManifest } from './fit.ts';
import { BOOSTING, judgedPart, scoreSeries } from './score.ts';

export interface MeasureOptions {
  readonly folder: string;
  readonly beside: string;
  readonly judged: readonly TrainingSeries[];
}

export interface Measured {
  readonly own: ModelQuality;
  readonly champion: ModelQuality;
}

const SIGNIFICANT_DIGITS = 4;

/** Measures both, and writes both into the challenger's manifest. */
export async function measureBeside({ folder, beside, judged }: MeasureOptions): Promise<Measured> {
  const own = await measure(folder, judged);
  const champion = await measure(beside, judged);
  const at = join(folder, BOOSTING);
  const { parameters, training, ...identity } = readManifest(at);
  const measuredBeside = { hash: readManifest(join(beside, BOOSTING))['modelHash'], quality: champion };
  writeManifest(at, { ...identity, quality: own, measuredBeside, parameters, training });
  return { own, champion };
}

async function measure(folder: string, judged: readonly TrainingSeries[]): Promise<ModelQuality> {
  const parameters = ScoreParameters.parse(readManifest(join(folder, BOOSTING))['parameters']);
  const recorded = await scoreSeries(folder, judged);
  const scored = recorded.map((one) => judgedPart(probabilitiesOf(one, parameters), one));
  const volumes = scored.map(vusPr).filter((volume) => volume !== undefined);
  const ranking = rankMoments(scored.map(({ scores, labels }) => ({ scores, hits: labels })));
  const round = (value: number) => Number(value.toPrecision(SIGNIFICANT_DIGITS));
  return {
    'event-f1': round(bestThreshold(scored).f1),
    'vus-pr': round(volumes.reduce((sum, volume) => sum + volume, 0) / Math.max(1, volumes.length)),
    'calibration-error': round(
      calibrationError(
        ranking,
        scored.map(() => 1),
      ),
    ),
  };
}
