// Bar and calibration of a challenger, fitted on series that it has not learned from. The weights of guard and tail are the
// champion's: they were chosen on recorded incidents, of which no user has enough.

import { cpSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { probabilityOf, ScoreParameters } from '#domain/detection/anomaly-score.ts';
import { bestThreshold } from '../../bench/models/event-score.ts';
import { fitIsotonic } from '../../bench/models/isotonic.ts';
import { AS_IT_IS, probabilitiesOf } from '../../bench/models/recorded-logits.ts';
import type { TrainingSeries } from '../training-series.ts';
import { BOOSTING, FOREST, judgedPart, scoreSeries, WINDOW } from './score.ts';

export interface FitOptions {
  /** With the challenger's models. */
  readonly folder: string;
  /** With the champion's. */
  readonly beside: string;
  readonly calibrating: readonly TrainingSeries[];
}

/** Writes the parameters into the challenger's manifest. */
export async function fitChallenger({ folder, beside, calibrating }: FitOptions): Promise<void> {
  const champion = ScoreParameters.parse(readManifest(join(beside, BOOSTING))['parameters']);
  const { modelHash } = readManifest(join(folder, FOREST));
  const novelty = { ...champion.novelty, modelHash: String(modelHash) };
  if (existsSync(join(beside, WINDOW)))
    cpSync(join(beside, WINDOW), join(folder, WINDOW), { recursive: true });
  const recorded = await scoreSeries(folder, calibrating);
  const scored = recorded.map((one) =>
    judgedPart(probabilitiesOf(one, { ...champion, novelty, calibration: AS_IT_IS }), one),
  );
  const calibration = fitIsotonic(scored);
  const bar = probabilityOf(calibration, bestThreshold(scored).threshold);
  const own = join(folder, BOOSTING);
  writeManifest(own, { ...readManifest(own), parameters: { ...champion, novelty, calibration, bar } });
}

/** A manifest as it stands, its further fields included. */
export function readManifest(folder: string): Readonly<Record<string, unknown>> {
  return JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
}

export function writeManifest(folder: string, manifest: object): void {
  writeFileSync(join(folder, 'manifest.json'), `${JSON.stringify(manifest, undefined, 1)}\n`);
}
