import { expect, it } from 'vitest';
import type { PredictionsAnswer } from '#contracts/api/prediction-views.ts';
import { CART, CHECKOUT, INCIDENT, minute, NOON } from '../../builders.ts';
import { medic } from './harness.ts';

const MEMORY = {
  indicator: 'memory',
  value: 80,
  limit: 95,
  isLimitKnown: true,
  within: [0.2, 0.4, 0.8, 0.9],
  failureAt: minute(20),
  earliestAt: minute(10),
  latestAt: minute(40),
} as const;
const SCORED: PredictionsAnswer = {
  now: NOON,
  from: minute(-7 * 1440),
  warnings: [
    {
      serviceId: CHECKOUT,
      outlook: {
        at: NOON,
        grade: 'orange',
        since: minute(-5),
        indicators: [MEMORY],
        precursor: { indicator: 'memory', incidentId: INCIDENT, beganAt: minute(-600), likeness: 0.98 },
      },
    },
    { serviceId: CART, outlook: { at: NOON, grade: 'yellow', since: NOON, indicators: [] } },
  ],
  scored: 240,
  verdicts: { hit: 6, miss: 1, 'false-warning': 2, averted: 3, calm: 228 },
  precision: 0.75,
  recall: 6 / 7,
  leadMinutes: 20,
  earlyShare: 0.8,
  intervalShare: 0.79,
  calibration: [
    { from: 0, count: 228, said: 0.01, happened: 0.004 },
    { from: 0.1, count: 0 },
    { from: 0.8, count: 12, said: 0.84, happened: 0.75 },
  ],
};
const QUIET: PredictionsAnswer = {
  now: NOON,
  from: minute(-7 * 1440),
  warnings: [],
  scored: 0,
  verdicts: { hit: 0, miss: 0, 'false-warning': 0, averted: 0, calm: 0 },
  calibration: [{ from: 0, count: 0 }],
};

it('lists what is ahead, what it looks like, and whether such warnings were right', async () => {
  const { exitCode, out, told } = await medic(['predictions'], { server: { readPredictions: SCORED } });

  expect(exitCode).toBe(0);
  for (const part of [
    'checkout',
    'orange',
    '40 % / 80 % / 90 %',
    '20 min (80 %: 10 min to 40 min)',
    `checkout: its memory looks like the hour before ${INCIDENT}`,
    'not in sight',
    '240 predictions were scored: 6 right warnings, 80 % of them 15 min ahead or more, 2 false, 3 averted, 1 missed',
    'Warnings that were right: 75 %. Failures that were warned of: 86 %. Within the 80 % interval: 79 %.',
    '80-90 %',
  ])
    expect(out).toContain(part);
  expect(out).not.toContain('10-20 %');
  expect(told).toContain(`medic show ${INCIDENT}`);
});

it('says that nothing is in sight, and claims no quality before there is any', async () => {
  const { out, told } = await medic(['predictions'], { server: { readPredictions: QUIET } });

  expect(out).toContain('No resource is likely to reach its limit within the hour.');
  expect(out).toContain('Warnings that were right: not known yet.');
  expect(out).not.toContain('Chance within');
  expect(told).toBe('');
});

it('gives programs the whole answer', async () => {
  const { out } = await medic(['predictions', '--json'], { server: { readPredictions: SCORED } });

  expect(JSON.parse(out)).toEqual(SCORED);
});
