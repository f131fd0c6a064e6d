// The scorer of `medic score`: the series, features and models of the loop over blocks of points. Of several values the
// most probable trouble speaks for the point.

import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import { type Band, deviationFrom } from '#domain/baseline/band.ts';
import { feedSeries, type SeriesFeed } from '#domain/baseline/update-series.ts';
import { departureOf, scoreOpinion } from '#domain/detection/anomaly-score.ts';
import { DEFAULT_DETECTION_SETTINGS } from '#domain/detection/settings.ts';
import { FEATURE_COUNT } from '#domain/feature/feature-names.ts';
import { loadShippedModel } from '#local/models.ts';
import type { OpenScorer, ScoredPoint, ScorerPoint, Scoring } from './series-scorer.ts';

const { learning, bands, indicators } = DEFAULT_DETECTION_SETTINGS;
const CONTEXT = {
  rule: { width: bands.width, ...indicators.value, prior: undefined },
  isTeaching: true,
  isFollowing: false,
  learningRate: learning.rate,
} as const;
/** A series that has shown fewer points has nothing to stand out from. */
const FIRST_SCORED_POINTS = 30;
/** Without a model: the edge of the band. */
const BAND_BAR = 0.5;

/** Loads the models. Where one is refused, the band judges alone and the notices say so. */
export async function loadScoring(): Promise<Scoring> {
  const loaded = await loadShippedModel();
  return {
    openScorer: modelScorers(loaded.ok ? loaded.value : undefined),
    notices: loaded.ok ? [] : [`judged by the usual band alone: ${loaded.refusal}`],
  };
}

/** Opens scorers that judge by the models, or without them by the band alone. */
export function modelScorers(model: AnomalyModel | undefined): OpenScorer {
  return (valueCount) => {
    const columns = Array.from({ length: valueCount }, () => new Column());
    return {
      async score(points) {
        const features = new Float32Array(points.length * valueCount * FEATURE_COUNT);
        const views = viewPoints(columns, points, features);
        const rows = features.subarray(0, views.length * FEATURE_COUNT);
        const probabilities = model ? await judgeByModel(model, views, rows) : views.map(judgeByBand);
        return speakForPoints(points, views, { probabilities, bar: model?.parameters.bar ?? BAND_BAR });
      },
    };
  };
}

/** One series of the file, and what is remembered of the models' opinions of it. */
class Column {
  readonly feed: SeriesFeed = feedSeries();
  points = 0;
  tail = 0;
}

/** One value of a point against what was learned of its series. */
interface ValueView {
  readonly column: Column;
  /** Index of its point in the block. */
  readonly point: number;
  readonly band: Band | undefined;
  readonly value: number;
  readonly periodSeconds: number;
  /** Whether the series has shown enough to be judged. */
  readonly isJudged: boolean;
}

/** The known values of all points, in order; the features of each are written into the next row. */
function viewPoints(
  columns: readonly Column[],
  points: readonly ScorerPoint[],
  features: Float32Array,
): ValueView[] {
  const views: ValueView[] = [];
  points.forEach(({ at, values, periodSeconds }, point) => {
    columns.forEach((column, index) => {
      const value = values[index];
      const sight = column.feed.take({ at, value }, { ...CONTEXT, periodSeconds });
      if (value === undefined || !sight) return;
      features.set(sight.features, views.length * FEATURE_COUNT);
      column.points++;
      const isJudged = column.points >= FIRST_SCORED_POINTS;
      views.push({ column, point, band: sight.band, value, periodSeconds, isJudged });
    });
  });
  return views;
}

async function judgeByModel(
  model: AnomalyModel,
  views: readonly ValueView[],
  features: Float32Array,
): Promise<number[]> {
  const logits = await model.score(features, views.length);
  return views.map(({ column, periodSeconds, isJudged }, row) => {
    if (!isJudged) return 0;
    const remembered = column.tail;
    const departure = departureOf(features, row * FEATURE_COUNT);
    const opinion = { logit: logits[row] ?? 0, departure, remembered, periodSeconds };
    const scored = scoreOpinion(model.parameters, opinion);
    column.tail = scored.tail;
    return scored.probability;
  });
}

/** Without a model: a half at the edge of the band, nearly one far outside. */
function judgeByBand({ band, value }: ValueView): number {
  const excess = band ? Math.abs(deviationFrom(band, value)) / CONTEXT.rule.width : 0;
  return excess / (1 + excess);
}

interface Judgement {
  /** One for each view. */
  readonly probabilities: readonly number[];
  readonly bar: number;
}

/** The most probable trouble of each point, with the band of the series that it is in. */
function speakForPoints(
  points: readonly ScorerPoint[],
  views: readonly ValueView[],
  { probabilities, bar }: Judgement,
): ScoredPoint[] {
  const loudest: { score: number; band: Band | undefined }[] = points.map(() => ({
    score: 0,
    band: undefined,
  }));
  views.forEach(({ point, band }, index) => {
    const score = probabilities[index] ?? 0;
    const before = loudest[point];
    if (!before || score >= before.score) loudest[point] = { score, band };
  });
  return loudest.map(({ score, band }) => ({ score, isAlarm: score >= bar, ...(band && { band }) }));
}
