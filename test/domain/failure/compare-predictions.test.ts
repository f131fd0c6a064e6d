import { expect, it } from 'vitest';
import { compareScores } from '#domain/failure/compare-predictions.ts';
import { scorePrediction } from '#domain/failure/prediction.ts';
import { tallyScores } from '#domain/failure/prediction-tally.ts';
import { foretoldByWarnings } from '#domain/failure/warning-calibration.ts';
import { minute } from '../../builders.ts';
import { prediction, said } from '../../foresight.ts';

function scoreOf(chance: number, outcome: { crossedAt?: ReturnType<typeof minute>; isDisturbed?: boolean }) {
  const [score] = scorePrediction(
    prediction({ said: said(chance), outcome: { isDisturbed: false, ...outcome } }),
  );
  if (!score) throw new Error('a prediction with an outcome has a score');
  return score;
}

const CROSSED = { crossedAt: minute(20) };

it('holds both versions against the same crossing', () => {
  const compared = compareScores(scoreOf(0.2, CROSSED), scoreOf(0.9, CROSSED));

  expect(compared).toEqual({
    isTelling: true,
    champion: { loss: expect.closeTo(0.64), found: 0, missed: 1, falseAlarms: 0 },
    challenger: { loss: expect.closeTo(0.01), found: 1, missed: 0, falseAlarms: 0 },
  });
});

it('tells little where nothing came and nobody warned, and counts idle warnings', () => {
  const calm = compareScores(scoreOf(0.1, {}), scoreOf(0.2, {}));
  const idle = compareScores(scoreOf(0.1, {}), scoreOf(0.6, {}));

  expect(calm).toMatchObject({ isTelling: false, champion: { missed: 0 }, challenger: { falseAlarms: 0 } });
  expect(idle).toMatchObject({
    isTelling: true,
    challenger: { falseAlarms: 1, loss: expect.closeTo(0.36) },
  });
});

it('leaves out what somebody intervened in', () => {
  const disturbed = scoreOf(0.9, { isDisturbed: true });

  expect(compareScores(disturbed, disturbed)).toBeUndefined();
  expect(compareScores(scoreOf(0.9, {}), disturbed)).toBeUndefined();
});

it('counts each day with warnings once, by how sure they were and how often they came true', () => {
  const scores = [scoreOf(0.8, CROSSED), scoreOf(0.6, {}), scoreOf(0.1, {})];

  expect(foretoldByWarnings([tallyScores(scores), tallyScores([scoreOf(0.3, {})]), {}])).toEqual([
    { probability: expect.closeTo(0.7), came: 0.5 },
  ]);
});
