// The scorer of files with one value a point: the series, features and models of the loop over blocks of points. Of several
// values the most probable trouble speaks for the point.

import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import { type Band, deviationFrom } from '#domain/baseline/band.ts';
import { feedSeries, type SeriesFeed } from '#domain/baseline/update-series.ts';
import { spendBudget, UNSPENT_BUDGET } from '#domain/detection/alarm-budget.ts';
import { departureOf, logitOf, scoreOpinion } from '#domain/detection/anomaly-score.ts';
import { FEATURE_COUNT } from '#domain/feature/feature-names.ts';
import { isCalm } from '#domain/feature/point-window.ts';
import { loadShippedModel } from '#local/models.ts';
import { SCORING_CONTEXT } from './scoring-context.ts';
import type { OpenScorer, ScoredPoint, ScorerPoint, Scoring } from './series-scorer.ts';

/** A series that has shown fewer points has nothing to stand out from. */
const FIRST_SCORED_POINTS = 30;
/** Without a model: the edge of the band. */
const BAND_BAR = 0.5;

export interface ScoringOptions {
  /** How many alarms of one series a week are bearable; absent: every point from the frozen bar is one. */
  readonly alarmsPerWeek?: number | undefined;
}

/** Loads the models. Where one is refused, the band judges alone and the notices say so. */
export async function loadScoring(options: ScoringOptions = {}): Promise<Scoring> {
  const loaded = await loadShippedModel();
  return {
    openScorer: modelScorers(loaded.ok ? loaded.value : undefined, options),
    notices: loaded.ok ? [] : [`judged by the usual band alone: ${loaded.refusal}`],
  };
}

/** Opens scorers that judge by the models, or without them by the band alone. */
export function modelScorers(model: AnomalyModel | undefined, options: ScoringOptions = {}): OpenScorer {
  return (valueCount) => {
    const columns = Array.from({ length: valueCount }, () => new Column());
    return {
      async score(points) {
        const features = new Float32Array(points.length * valueCount * FEATURE_COUNT);
        const views = viewPoints(columns, points, features);
        const rows = features.subarray(0, views.length * FEATURE_COUNT);
        const verdicts = model
          ? await judgeByModel({ model, ...options }, views, rows)
          : views.map(judgeByBand);
        return speakForPoints(points, views, verdicts);
      },
    };
  };
}

/** One series of the file, and what is remembered of the models' opinions of it. */
class Column {
  readonly feed: SeriesFeed = feedSeries();
  points = 0;
  tail = 0;
  budget = UNSPENT_BUDGET;
}

/** One value of a point against what was learned of its series. */
interface ValueView {
  readonly column: Column;
  /** Index of its point in the block. */
  readonly point: number;
  readonly band: Band | undefined;
  readonly value: number;
  /** The shape of the last values; undefined where this one is calm. */
  readonly window: Float32Array | undefined;
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
      const sight = column.feed.take({ at, value }, { ...SCORING_CONTEXT, periodSeconds });
      if (value === undefined || !sight) return;
      features.set(sight.features, views.length * FEATURE_COUNT);
      column.points++;
      const isJudged = column.points >= FIRST_SCORED_POINTS;
      const window = isCalm(sight.features) ? undefined : column.feed.window();
      views.push({ column, point, band: sight.band, value, window, periodSeconds, isJudged });
    });
  });
  return views;
}

/** What is said of one value. */
interface Verdict {
  readonly score: number;
  readonly isAlarm: boolean;
}

const TOO_EARLY: Verdict = { score: 0, isAlarm: false };

async function judgeByModel(
  { model, alarmsPerWeek }: ScoringOptions & { readonly model: AnomalyModel },
  views: readonly ValueView[],
  features: Float32Array,
): Promise<Verdict[]> {
  const windows = views.map(({ window }) => window);
  const logits = await model.score(features, views.length, windows);
  const barLogit = logitOf(model.parameters.calibration, model.parameters.bar);
  return views.map(({ column, periodSeconds, isJudged }, row) => {
    if (!isJudged) return TOO_EARLY;
    const departure = departureOf(features, row * FEATURE_COUNT);
    const opinion = { logit: logits[row] ?? 0, departure, remembered: column.tail, periodSeconds };
    const { logit, probability, tail } = scoreOpinion(model.parameters, opinion);
    column.tail = tail;
    if (alarmsPerWeek === undefined) return { score: probability, isAlarm: logit >= barLogit };
    const spent = spendBudget(column.budget, { alarmsPerWeek, periodSeconds, excess: logit - barLogit });
    column.budget = spent.state;
    return { score: probability, isAlarm: spent.isAlarm };
  });
}

/** Without a model: a half at the edge of the band, nearly one far outside. */
function judgeByBand({ band, value }: ValueView): Verdict {
  const excess = band ? Math.abs(deviationFrom(band, value)) / SCORING_CONTEXT.rule.width : 0;
  const score = excess / (1 + excess);
  return { score, isAlarm: score >= BAND_BAR };
}

/** The most probable trouble of each point, with the band of the series that it is in. */
function speakForPoints(
  points: readonly ScorerPoint[],
  views: readonly ValueView[],
  verdicts: readonly Verdict[],
): ScoredPoint[] {
  const spoken = points.map((): ScoredPoint => ({ score: 0, isAlarm: false }));
  views.forEach(({ point, band }, index) => {
    const { score, isAlarm } = verdicts[index] ?? TOO_EARLY;
    const before = spoken[point] ?? TOO_EARLY;
    const loudest = score >= before.score ? { score, ...(band && { band }) } : before;
    spoken[point] = { ...loudest, isAlarm: isAlarm || before.isAlarm };
  });
  return spoken;
}
