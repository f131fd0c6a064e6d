import { describe, expect, it } from 'vitest';
import { findOutcome, type PredictionScore, scorePrediction } from '#domain/failure/prediction.ts';
import { addTallies, dayOf, summarizeTally, tallyScores } from '#domain/failure/prediction-tally.ts';
import { secondsAfter } from '#domain/ids.ts';
import { prediction, said } from '../../foresight.ts';
import { HOUR, record, START } from './recordings.ts';

const minutesLater = (minutes: number) => secondsAfter(START, minutes * 60);

/** How a prediction with this chance turned out that was followed by a crossing after so many minutes, or by none. */
function scoreOf(chance: number, minutes?: number, isDisturbed = false): PredictionScore {
  const outcome = { ...(minutes !== undefined && { crossedAt: minutesLater(minutes) }), isDisturbed };
  const [score] = scorePrediction(prediction({ madeAt: START, said: said(chance), outcome }));
  if (!score) throw new Error('a prediction with an outcome has a score');
  return score;
}

describe('what came of a prediction', () => {
  it('has no score before it is known', () => {
    expect(scorePrediction(prediction({ madeAt: START }))).toEqual([]);
  });

  it('is the end of the first period above the limit', () => {
    const series = record(2 * HOUR, (index) => (index >= HOUR + 3 ? 96 : 80));

    const outcome = findOutcome(prediction({ madeAt: minutesLater(60) }), series, []);

    expect(outcome).toEqual({ crossedAt: minutesLater(80), isDisturbed: false });
  });

  it('is nothing when the limit is passed after its hour, or was passed before', () => {
    const series = record(3 * HOUR, (index) => (index < HOUR || index > 2 * HOUR ? 96 : 80));

    expect(findOutcome(prediction({ madeAt: minutesLater(60) }), series, [])).toEqual({ isDisturbed: false });
    expect(
      findOutcome(
        prediction({ madeAt: minutesLater(-60) }),
        record(3, () => 80),
        [],
      ),
    ).toEqual({
      isDisturbed: false,
    });
  });

  it.each([
    [-16, false],
    [-14, true],
    [30, true],
    [61, false],
  ])('with a change %d minutes after it is disturbed: %s', (minutes, isDisturbed) => {
    const series = record(3 * HOUR, () => 80);
    const changedAt = [minutesLater(60 + minutes)];

    const outcome = findOutcome(prediction({ madeAt: minutesLater(60) }), series, changedAt);

    expect(outcome.isDisturbed).toBe(isDisturbed);
  });
});

describe('a score', () => {
  it.each([
    [0.8, 22, false, 'hit'],
    [0.8, undefined, false, 'false-warning'],
    [0.8, undefined, true, 'averted'],
    [0.8, 45, false, 'false-warning'],
    [0.1, 22, false, 'miss'],
    [0.1, undefined, true, 'calm'],
  ])('of a chance of %d and a crossing after %s minutes, disturbed: %s, is a %s', (...row) => {
    const [chance, minutes, isDisturbed, verdict] = row;

    expect(scoreOf(chance, minutes, isDisturbed).verdict).toBe(verdict);
  });

  it('compares each chance with what happened, and the crossing with the interval', () => {
    const score = scoreOf(0.8, 12);

    expect(score.chances).toEqual([
      { said: 0.2, happened: false },
      { said: 0.4, happened: true },
      { said: 0.8, happened: true },
      { said: 0.8, happened: true },
    ]);
    expect(score.leadMinutes).toBe(12);
    expect(score.isWithinInterval).toBe(true);
    expect(scoreOf(0.8, 5).isWithinInterval).toBe(false);
    expect(scoreOf(0.8).isWithinInterval).toBe(false);
  });

  it('says nothing of chances that somebody changed', () => {
    const score = scoreOf(0.8, undefined, true);

    expect(score.chances).toBeUndefined();
    expect(score.isWithinInterval).toBeUndefined();
  });

  it('says nothing of an interval that reaches beyond its hour', () => {
    const later = prediction({
      madeAt: START,
      said: { ...said(0.8), latestMinutes: 61 },
      outcome: { isDisturbed: false },
    });

    expect(scorePrediction(later)[0]?.isWithinInterval).toBeUndefined();
  });
});

describe('the record of predictions', () => {
  it('tells how often warnings were right, how early, and how often crossings were warned of', () => {
    const monday = tallyScores([scoreOf(0.8, 12), scoreOf(0.8, 28), scoreOf(0.8, 20)]);
    const tuesday = tallyScores([
      scoreOf(0.8),
      scoreOf(0.1, 45),
      scoreOf(0.1, 6),
      scoreOf(0.8, undefined, true),
    ]);

    const record = summarizeTally(addTallies([monday, tuesday]));

    expect(record).toMatchObject({
      count: 7,
      verdicts: { hit: 3, miss: 1, 'false-warning': 1, averted: 1, calm: 1 },
      precision: 0.75,
      recall: 0.75,
      leadMinutes: 20,
      earlyShare: 2 / 3,
      intervalShare: 0.5,
    });
    expect(record.brier[2]).toBeCloseTo((3 * 0.04 + 0.64 + 0.01 + 0.81) / 6);
  });

  it('holds what was said beside what happened, by tenths of chance', () => {
    const record = summarizeTally(tallyScores([scoreOf(0.81, 12), scoreOf(0.83), scoreOf(1, 3)]));

    expect(record.calibration[8]).toEqual({
      from: 0.8,
      count: 2,
      said: expect.closeTo(0.82),
      happened: 0.5,
    });
    expect(record.calibration[9]).toEqual({ from: 0.9, count: 1, said: 1, happened: 1 });
    expect(record.calibration[0]).toMatchObject({ count: 0, said: undefined });
  });

  it('claims nothing while there is nothing to speak for it', () => {
    expect(summarizeTally({})).toMatchObject({
      count: 0,
      brier: [undefined, undefined, undefined, undefined],
      precision: undefined,
      recall: undefined,
      leadMinutes: undefined,
      earlyShare: undefined,
      intervalShare: undefined,
    });
  });

  it('is kept by days', () => {
    expect(dayOf(secondsAfter(START, 86_399))).toBe('2026-01-05');
  });
});
