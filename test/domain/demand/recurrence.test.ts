import { expect, it } from 'vitest';
import { hasComeBefore } from '#domain/demand/recurrence.ts';
import { secondsAfter } from '#domain/ids.ts';
import { DAY, record, START } from '../failure/recordings.ts';

/** Four weeks and a day at 100, with 300 at noon of some days; the spike is foreseen for noon of the day after. */
function historyWith(days: readonly number[]) {
  return record(29 * DAY, (index) =>
    days.includes(Math.floor(index / DAY)) && index % DAY === 144 ? 300 : 100,
  );
}
const NEXT_NOON = { spikeAt: secondsAfter(START, 29.5 * 86_400), peak: 310 };

it.each([
  ['on the last two days', [27, 28], true],
  ['on two of the last three days', [26, 28], true],
  ['on this day of the week, twice', [8, 22], true],
  ['yesterday only', [28], false],
  ['a week ago only', [22], false],
  ['long ago', [20, 21], false],
  ['never', [], false],
])('a spike that came %s', (_case, days, expected) => {
  expect(hasComeBefore(historyWith(days), NEXT_NOON)).toBe(expected);
});

it('a spike need not be punctual, but at its time of day', () => {
  const history = historyWith([27, 28]);
  const shifted = (minutes: number) => ({
    ...NEXT_NOON,
    spikeAt: secondsAfter(NEXT_NOON.spikeAt, minutes * 60),
  });

  expect([-60, 15, -65, 20].map((minutes) => hasComeBefore(history, shifted(minutes)))).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
