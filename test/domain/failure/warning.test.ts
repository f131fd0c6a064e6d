import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { FAILED, type FailurePrediction } from '#domain/failure/predict-failure.ts';
import { type FailureWarning, nextWarning, WarningGrade } from '#domain/failure/warning.ts';
import { secondsAfter } from '#domain/ids.ts';
import { START } from './recordings.ts';

function said(within15: number, within30 = within15, within60 = within30): FailurePrediction {
  return { ...FAILED, within: [within15, within15, within30, within60] };
}

/** The grades after each of the predictions, five minutes apart. */
function gradesOf(predictions: readonly FailurePrediction[]): readonly WarningGrade[] {
  let warning: FailureWarning | undefined;
  return predictions.map((prediction, index) => {
    warning = nextWarning(warning, prediction, secondsAfter(START, index * 300));
    return warning.grade;
  });
}

describe('a graded warning', () => {
  it.each([
    [said(0, 0, 0.1), 'green'],
    [said(0, 0, 0.3), 'yellow'],
    [said(0, 0.5), 'orange'],
    [said(0.7), 'red'],
  ])('is raised by how soon and how likely the failure is (%#)', (prediction, grade) => {
    expect(nextWarning(undefined, prediction, START)).toEqual({ grade, since: START });
  });

  it('rises at once, by as many grades as it takes', () => {
    expect(gradesOf([said(0), said(0.9)])).toEqual(['green', 'red']);
  });

  it('does not flicker while chances hover around a bar', () => {
    expect(gradesOf([said(0, 0.52), said(0, 0.45), said(0, 0.51), said(0, 0.4)])).toEqual(
      new Array(4).fill('orange'),
    );
  });

  it('falls one grade at a time, after ten calm minutes each', () => {
    const calm = new Array(8).fill(said(0));

    expect(gradesOf([said(0.9), ...calm])).toEqual([
      'red',
      'red',
      'red',
      'orange',
      'orange',
      'orange',
      'yellow',
      'yellow',
      'yellow',
    ]);
  });

  it('forgets the calm when the chances come back', () => {
    const grades = gradesOf([said(0.9), said(0), said(0.8), said(0), said(0)]);

    expect(grades).toEqual(new Array(5).fill('red'));
  });

  it('never falls by more than one grade in a step', () => {
    const chances = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { maxLength: 40 });
    fc.assert(
      fc.property(chances, (list) => {
        const grades = gradesOf(list.map((chance) => said(chance))).map((grade) =>
          WarningGrade.options.indexOf(grade),
        );
        grades.slice(1).forEach((grade, index) => {
          expect(grade).toBeGreaterThanOrEqual((grades[index] ?? 0) - 1);
        });
      }),
    );
  });
});
