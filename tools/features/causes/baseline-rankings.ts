// What a ranking of causes has to beat: plain z-scores, robust deviations, and a walk down the call graph to the deepest
// component that is abnormal. Each gives scores, larger is likelier; equal scores are a draw.

import { classifyMetric } from '#domain/cause/metric-kind.ts';
import type { RankingWork } from '#domain/cause/rank-causes.ts';
import { knownValues } from '#domain/cause/step.ts';

/** One score for each component of the work, in its order. */
export type BaselineRanking = (work: RankingWork) => readonly number[];

/** Usual steps from which on the walk holds a component to be abnormal. */
const ABNORMAL_STEPS = 3;

/** The largest distance to the mean of normal life, in standard deviations, of any measure. */
export function rankByZScore({ evidence }: RankingWork): readonly number[] {
  return evidence.map(({ deviations }) =>
    Math.max(
      0,
      ...deviations.map(({ profile, seen }) => {
        const { normal } = profile.measure;
        const values = knownValues(normal, 0, normal.values.length);
        const mean = values.reduce((sum, value) => sum + value, 0) / Math.max(1, values.length);
        const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
        const deviation = Math.sqrt(squares / Math.max(1, values.length));
        return deviation === 0 ? 0 : Math.abs(seen - mean) / deviation;
      }),
    ),
  );
}

/** The strongest robust deviation of any measure. */
export function rankByDeviation({ evidence }: RankingWork): readonly number[] {
  return evidence.map(({ deviations }) => Math.max(0, ...deviations.map(({ steps }) => Math.abs(steps))));
}

/** 1 for components abnormal in what is complained of that call nothing abnormal, reached from the symptom over abnormal ones; 0 for all others. */
export function rankByTraversal({ evidence, picture }: RankingWork): readonly number[] {
  const complaint = classifyMetric(picture.symptom?.metric ?? '').kind;
  const abnormal = new Set(
    evidence
      .filter(({ strengths }) => {
        const { latency, errors, waiting } = strengths;
        const harm = complaint === 'other' ? Math.max(latency, errors, waiting) : strengths[complaint];
        return harm >= ABNORMAL_STEPS;
      })
      .map(({ name }) => name),
  );
  const reached = new Set([picture.symptom?.component ?? '']);
  for (const name of reached) {
    for (const callee of picture.calls.get(name) ?? []) if (abnormal.has(callee)) reached.add(callee);
  }
  const isEnd = (name: string) => !(picture.calls.get(name) ?? []).some((callee) => abnormal.has(callee));
  return evidence.map(({ name }) => (reached.has(name) && isEnd(name) ? 1 : 0));
}
