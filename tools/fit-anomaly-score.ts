// Fits what turns raw opinions of the anomaly models into probabilities and alarms, on labelled series that the judging
// model has not seen, through the code that serves, and writes it into the manifest of the shipped model:
//   node tools/fit-anomaly-score.ts <data folder> <folds folder> <models folder>

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { argv, stderr, stdout } from 'node:process';
import { probabilityOf, type ScoreParameters } from '#domain/detection/anomaly-score.ts';
import { collectDenseKpis, type JudgedKpi, judgedPart } from './bench/models/dense/dense-kpis.ts';
import {
  bestThreshold,
  countEvents,
  eventF1,
  type LabelledScores,
  runsOf,
  sumCounts,
  thresholdsOf,
} from './bench/models/event-score.ts';
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
const TAIL_WEIGHTS = [0.15, 0.3];
const NOVELTY_WEIGHTS = [0.1, 0.3];
const DEPARTURE_WEIGHTS = [1, 2, 3];
const WINDOW_WEIGHTS = [0, 0.15];
/** The median opinion of windows that are not calm lies a little lower. */
const USUAL_SHAPE = -3;
/** Three and a half usual distances. */
const USUAL_DEPARTURE = 1.5;
/** A point an hour or rarer. There are few dense series with labels, so they count half. */
const SPARSE_SECONDS = 3600;
/**
 * Of dense series with trouble put in: the one bar has to hold there too. Their trouble is made up, so they count half; and
 * they are other draws than those that `npm run bench:models` judges.
 */
const DENSE_SEED = 41;
const DENSE_WORTH = 0.5;

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
  const dense: JudgedKpi[] = [];
  for (const kpi of collectDenseKpis({ data: dataFolder, seed: DENSE_SEED }))
    dense.push({ ...kpi, recorded: await scoreRecorded(kpi.series, folds) });
  const hashes = { forest: folds.guard.info.hash, window: readManifest(WINDOW).modelHash };
  const parameters = fitParameters({ recorded, dense }, hashes);
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

/** What the fit looks at: labelled series, and dense ones with trouble put in. */
interface Judged {
  readonly recorded: readonly RecordedLogits[];
  readonly dense: readonly JudgedKpi[];
}

interface Fit {
  readonly worth: number;
  readonly parameters: ScoreParameters;
  readonly scored: readonly LabelledScores[];
}

function fitParameters({ recorded, dense }: Judged, hashes: Hashes): ScoreParameters {
  const points = recorded.filter(({ series }) => series.dataset === POINT_SET);
  const windows = recorded.filter(({ series }) => series.dataset === WINDOW_SET);
  const tried = weightsToTry().map((weights) =>
    tryWeights({ points, windows, dense }, asIs(hashes, weights)),
  );
  const [best] = tried.sort((one, other) => other.worth - one.worth);
  if (!best) throw new RangeError('Nothing was tried');
  const calibration = fitIsotonic(best.scored);
  const threshold = barOf(best.scored, denseLogits(dense, best.parameters));
  return { ...best.parameters, calibration, bar: probabilityOf(calibration, threshold) };
}

/** The threshold that is best for both kinds of series together. */
function barOf(scored: readonly LabelledScores[], dense: readonly LabelledScores[]): number {
  const worthOf = (threshold: number) => f1At(scored, threshold) + DENSE_WORTH * f1At(dense, threshold);
  const tried = thresholdsOf(scored).map((threshold) => ({ threshold, worth: worthOf(threshold) }));
  return tried.sort((one, other) => other.worth - one.worth)[0]?.threshold ?? 0;
}

function f1At(scored: readonly LabelledScores[], threshold: number): number {
  return eventF1(sumCounts(scored.map((one) => countEvents(one, threshold))));
}

function denseLogits(dense: readonly JudgedKpi[], parameters: ScoreParameters): LabelledScores[] {
  return dense.map((kpi) => judgedPart(kpi, probabilitiesOf(kpi.recorded, parameters)));
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

interface Sets {
  readonly points: readonly RecordedLogits[];
  readonly windows: readonly RecordedLogits[];
  readonly dense: readonly JudgedKpi[];
}

function tryWeights({ points, windows, dense }: Sets, parameters: ScoreParameters): Fit {
  const scored = points.map((one) => adjustedLogits(one, parameters));
  const { f1, threshold } = bestThreshold(scored);
  const files = windows.map((one) => adjustedLogits(one, parameters));
  const nab = nabScore(
    files.map(({ scores, labels }) => ({ scores, windows: runsOf((i) => labels[i] === 1, labels.length) })),
  ).score;
  const minutes = points.flatMap(({ series }, i) =>
    series.periodSeconds < SPARSE_SECONDS ? (scored[i] ?? []) : [],
  );
  const minutesF1 = bestThreshold(minutes).f1;
  const denseF1 = f1At(denseLogits(dense, parameters), threshold);
  const { novelty, window, tail, departure } = parameters;
  stdout.write(
    `novelty ${novelty.weight}, window ${window?.weight}, tail ${tail.weight}, departure ${departure.weight}: event-F1 ${f1.toFixed(4)}, of a point a minute ${minutesF1.toFixed(4)}, of dense series with trouble put in ${denseF1.toFixed(4)}, NAB ${nab.toFixed(1)}\n`,
  );
  const worth = f1 + minutesF1 / 2 + nab / 100 + DENSE_WORTH * denseF1;
  return { worth, parameters, scored };
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
