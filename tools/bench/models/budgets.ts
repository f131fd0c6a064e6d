// What a stated budget of alarms comes to on recorded series: how many alarms, how many of them false, and what is still found.

import { spendBudget, UNSPENT_BUDGET } from '#domain/detection/alarm-budget.ts';
import { logitOf, type ScoreParameters } from '#domain/detection/anomaly-score.ts';
import { countEvents, type LabelledScores, runsOf, sumCounts } from './event-score.ts';
import { AS_IT_IS, probabilitiesOf, type RecordedLogits, WARM_UP_POINTS } from './recorded-logits.ts';
import type { Figure, ModelTable } from './table.ts';

const BUDGETS = [0.5, 1, 3] as const;
const SECONDS_PER_WEEK = 604_800;

/** What a stated budget of alarms comes to, on all series together. */
export function budgetTable(recorded: readonly RecordedLogits[], parameters: ScoreParameters): ModelTable {
  const free = budgetFigures(recorded, parameters, Number.POSITIVE_INFINITY);
  return {
    id: 'detection-budget',
    title: 'Alarm budget',
    columns: ['alarms a week', 'false alarms a week', 'recall'],
    rows: [
      ...BUDGETS.map((alarms) => ({
        method: `medic score --budget ${alarms}`,
        isOurs: true,
        figures: budgetFigures(recorded, parameters, alarms),
      })),
      { method: 'medic score, the frozen bar', isOurs: true, figures: free },
    ],
    bars: { 'false alarms a week': 'at most twice the budget' },
    notes: [
      'Mean over series of mscloud and NAB; an alarm is an event, however many points it has; false is one that touches no label',
    ],
  };
}

function budgetFigures(
  recorded: readonly RecordedLogits[],
  parameters: ScoreParameters,
  alarmsPerWeek: number,
): Record<string, Figure> {
  const spent = recorded.map((one) => spendOn(one, parameters, alarmsPerWeek));
  const counts = spent.map((one) => countEvents(one, 1));
  const weeks = recorded.map(
    ({ series }) => (series.points.length * series.periodSeconds) / SECONDS_PER_WEEK,
  );
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const alarms = spent.map(({ scores }) => runsOf((i) => scores[i] === 1, scores.length).length);
  const { found, events } = sumCounts(counts);
  return {
    'alarms a week': { value: mean(alarms.map((count, i) => count / (weeks[i] ?? 1))) },
    'false alarms a week': { value: mean(counts.map(({ falseAlarms }, i) => falseAlarms / (weeks[i] ?? 1))) },
    recall: { value: found / events },
  };
}

/** 1 where the budget lets an alarm through. */
function spendOn(one: RecordedLogits, parameters: ScoreParameters, alarmsPerWeek: number): LabelledScores {
  const barLogit = logitOf(parameters.calibration, parameters.bar);
  const logits = probabilitiesOf(one, { ...parameters, calibration: AS_IT_IS });
  const { periodSeconds } = one.series;
  let state = UNSPENT_BUDGET;
  const alarms = logits.map((logit, index) => {
    if (index < WARM_UP_POINTS) return 0;
    const excess = logit - barLogit;
    if (alarmsPerWeek === Number.POSITIVE_INFINITY) return excess >= 0 ? 1 : 0;
    const spent = spendBudget(state, { alarmsPerWeek, periodSeconds, excess });
    state = spent.state;
    return spent.isAlarm ? 1 : 0;
  });
  return { scores: alarms, labels: one.labels };
}
