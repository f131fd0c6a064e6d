import { expect, it } from 'vitest';
import { CART, CHECKOUT, NOON } from '../../builders.ts';
import { medic } from './harness.ts';

const spread = { count: 0 };
const server = {
  statistics: {
    now: NOON,
    from: NOON,
    availability: [],
    timeToDetect: spread,
    timeToRecover: spread,
    heals: 0,
    ends: { resolved: 0, 'rolled-back': 0, escalated: 0, suppressed: 0 },
    strategies: [],
    alarmBudget: [
      { serviceId: CHECKOUT, falsePages: 2, bearable: 4, raisedBy: 1 },
      { serviceId: CART, falsePages: 0, bearable: 2, raisedBy: 0 },
    ],
  },
};

it('tells what each service has spent, and what that asks of its next alarm', async () => {
  const { exitCode, out, told } = await medic(['budget'], { server });

  expect(exitCode).toBe(0);
  expect(out).toMatch(/checkout\s.*2\s.*4\s.*2\.7 times the usual/);
  expect(out).toMatch(/cart\s.*0\s.*2\s.*the usual/);
  expect(`${out}${told}`).toContain('over before anything was done');
});

it('tells the same to programs', async () => {
  const { out } = await medic(['budget', '--json'], { server });

  expect(JSON.parse(out)).toEqual({ now: NOON, alarmBudget: server.statistics.alarmBudget });
});
