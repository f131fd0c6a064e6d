// Fits what turns raw opinions of the anomaly models into probabilities and alarms, on labelled series that the judging
// model has not seen, through the code that serves, and writes it into the manifest of the shipped model:
//   node tools/fit-anomaly-score.ts <data folder> <folds folder> <models folder>

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stderr, stdout } from 'node:process';
import { probabilityOf, type ScoreParameters } from '#domain/detection/anomaly-score.ts';
import { bestThreshold, type LabelledScores, runsOf } from './bench/models/event-score.ts';
import { fitIsotonic } from './bench/models/isotonic.ts';
import { nabScore } from './bench/models/nab-score.ts';
import {
  AS_IT_IS,
  loadFolds,
  probabilitiesOf,
  type RecordedLogits,
  scoreRecorded,
  WARM_UP_POINTS,
} from './bench/models/recorded-logits.ts';
import { readRecordedSeries } from './features/recorded-series.ts';

const [, , dataFolder, foldsFolder, modelsFolder] = argv;
const BOOSTING = 'anomaly-boosting';
const FOREST = 'anomaly-isolation-forest';
const WINDOW = 'anomaly-window';
/** The labels of the one are of points, those of the other windows around what went wrong; both are weighed alike. */
const POINT_SET = 'mscloud';
const WINDOW_SET = 'nab';
/** A series exceeds its tail about once a day; the weights are tried. */
const TAIL = { perDay: 1, rate: 0.5 } as const;
const TAIL_WEIGHTS = [0.15, 0.3, 0.5];
const NOVELTY_WEIGHTS = [0.3, 0.6];
const DEPARTURE_WEIGHTS = [0, 1, 1.5, 2];
const WINDOW_WEIGHTS = [0, 0.15, 0.3];
/** The median opinion of windows that are not calm lies a little lower. */
const USUAL_SHAPE = -3;
/** Three and a half usual distances. */
const USUAL_DEPARTURE = 1.5;
/** A point an hour or rarer. There are few dense series with labels, so they count half. */
const SPARSE_SECONDS = 3600;

if (!dataFolder || !foldsFolder || !modelsFolder) {
  stderr.write('Usage: node tools/fit-anomaly-score.ts <data folder> <folds folder> <models folder>\n');
  process.exitCode = 1;
} else {
  const folds = await loadFolds({
    boosting: join(foldsFolder, BOOSTING),
    window: join(foldsFolder, WINDOW),
    forest: join(modelsFolder, FOREST),
  });
  const recorded: RecordedLogits[] = [];
  for (const series of readRecordedSeries(dataFolder)) {
    if (series.dataset === POINT_SET || series.dataset === WINDOW_SET)
      recorded.push(await scoreRecorded(series, folds));
  }
  const hashes = { forest: folds.guard.info.hash, window: readManifest(WINDOW).modelHash };
  const parameters = fitParameters(recorded, hashes);
  const path = manifestPath(BOOSTING);
  const manifest = readManifest(BOOSTING);
  writeFileSync(path, `${JSON.stringify({ ...manifest, parameters }, undefined, 1)}\n`);
  stdout.write(`${JSON.stringify(parameters)}\n`);
}

function manifestPath(model: string): string {
  return join(modelsFolder ?? '', model, 'manifest.json');
}

function readManifest(model: string) {
  return JSON.parse(readFileSync(manifestPath(model), 'utf8'));
}

/** Of the models that the main score is fitted with. */
interface Hashes {
  readonly forest: string;
  readonly window: string;
}

interface Weights {
  readonly noveltyWeight: number;
  readonly windowWeight: number;
  readonly tailWeight: number;
  readonly departureWeight: number;
}

interface Fit {
  readonly worth: number;
  readonly threshold: number;
  readonly parameters: ScoreParameters;
  readonly scored: readonly LabelledScores[];
}

function fitParameters(recorded: readonly RecordedLogits[], hashes: Hashes): ScoreParameters {
  const points = recorded.filter(({ series }) => series.dataset === POINT_SET);
  const windows = recorded.filter(({ series }) => series.dataset === WINDOW_SET);
  const tried = weightsToTry().map((weights) => tryWeights(points, windows, asIs(hashes, weights)));
  const [best] = tried.sort((one, other) => other.worth - one.worth);
  if (!best) throw new RangeError('Nothing was tried');
  const calibration = fitIsotonic(best.scored);
  return { ...best.parameters, calibration, bar: probabilityOf(calibration, best.threshold) };
}

function weightsToTry(): Weights[] {
  return NOVELTY_WEIGHTS.flatMap((noveltyWeight) =>
    WINDOW_WEIGHTS.flatMap((windowWeight) =>
      TAIL_WEIGHTS.flatMap((tailWeight) =>
        DEPARTURE_WEIGHTS.map((departureWeight) => ({
          ...{ noveltyWeight, windowWeight, tailWeight, departureWeight },
        })),
      ),
    ),
  );
}

function tryWeights(
  points: readonly RecordedLogits[],
  windows: readonly RecordedLogits[],
  parameters: ScoreParameters,
): Fit {
  const scored = points.map((one) => adjustedLogits(one, parameters));
  const { f1, threshold } = bestThreshold(scored);
  const files = windows.map((one) => adjustedLogits(one, parameters));
  const nab = nabScore(
    files.map(({ scores, labels }) => ({ scores, windows: runsOf((i) => labels[i] === 1, labels.length) })),
  ).score;
  const dense = points.flatMap(({ series }, i) =>
    series.periodSeconds < SPARSE_SECONDS ? (scored[i] ?? []) : [],
  );
  const denseF1 = bestThreshold(dense).f1;
  const { novelty, window, tail, departure } = parameters;
  stdout.write(
    `novelty ${novelty.weight}, window ${window?.weight}, tail ${tail.weight}, departure ${departure.weight}: event-F1 ${f1.toFixed(4)}, of dense series ${denseF1.toFixed(4)}, NAB ${nab.toFixed(1)}\n`,
  );
  return { worth: f1 + denseF1 / 2 + nab / 100, threshold, parameters, scored };
}

/** Parameters whose probability is the adjusted logit itself, for all that can occur. */
function asIs(hashes: Hashes, weights: Weights): ScoreParameters {
  const { noveltyWeight, windowWeight, tailWeight, departureWeight } = weights;
  return {
    novelty: { weight: noveltyWeight, modelHash: hashes.forest },
    window: { weight: windowWeight, usual: USUAL_SHAPE, modelHash: hashes.window },
    departure: { weight: departureWeight, usual: USUAL_DEPARTURE },
    tail: { ...TAIL, weight: tailWeight },
    calibration: AS_IT_IS,
    bar: 0,
  };
}

function adjustedLogits(one: RecordedLogits, parameters: ScoreParameters): LabelledScores {
  const scores = probabilitiesOf(one, parameters);
  return { scores: scores.subarray(WARM_UP_POINTS), labels: one.labels.subarray(WARM_UP_POINTS) };
}
