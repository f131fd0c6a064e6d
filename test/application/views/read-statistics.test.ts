import { expect, it } from 'vitest';
import { readStatistics } from '#application/views/read-statistics.ts';
import { buildExecutionId, buildIncidentId } from '#contracts/naming.ts';
import type { Outcome } from '#domain/outcome/outcome.ts';
import { attempt, CART, CHECKOUT, healthRecord, minute, outcome } from '../../builders.ts';
import { makeViewWorld } from './world.ts';

/** The outcome of an incident that began so many minutes after noon. */
function outcomeAt(minutes: number, overrides: Partial<Outcome>): Outcome {
  const incidentId = buildIncidentId(CHECKOUT, minute(minutes));
  return outcome({
    incidentId,
    executionId: buildExecutionId(incidentId),
    at: minute(minutes),
    ...overrides,
  });
}

it('tells nothing before anything has happened', async () => {
  const answer = await readStatistics(makeViewWorld(), { hours: 24 });

  expect(answer).toMatchObject({
    availability: [{ knownMinutes: 0 }, { knownMinutes: 0 }],
    timeToDetect: { count: 0 },
    timeToRecover: { count: 0 },
    heals: 0,
    strategies: [],
  });
});

it('counts minutes that were bad among those that are known', async () => {
  const world = makeViewWorld();
  const states = ['healthy', 'degraded', 'unhealthy', 'critical', 'unknown'] as const;
  for (const [index, state] of states.entries())
    await world.health.put(healthRecord({ at: minute(index - 9), state }));

  const { availability } = await readStatistics(world, { hours: 1 });

  expect(availability).toEqual([
    { serviceId: CHECKOUT, knownMinutes: 4, share: 0.5 },
    { serviceId: CART, knownMinutes: 0 },
  ]);
});

it('measures times over what was resolved, and counts ends, acts and strategies', async () => {
  const world = makeViewWorld();
  const failed = attempt({ strategy: 'service-restart', result: 'not-recovered' });
  const never = attempt({ strategy: 'configuration-rollback', result: 'denied', mutated: false });
  await world.outcomes.put(outcomeAt(-30, { totalSeconds: 600, detectSeconds: 60 }));
  await world.outcomes.put(
    outcomeAt(-20, { totalSeconds: 1200, detectSeconds: 120, attempts: [failed, attempt()] }),
  );
  await world.outcomes.put(outcomeAt(-10, { end: 'escalated', detectSeconds: 180, attempts: [never] }));

  const answer = await readStatistics(world, { hours: 1 });

  expect(answer).toMatchObject({
    timeToDetect: { count: 3, p50Seconds: 120 },
    timeToRecover: { count: 2, p50Seconds: 900, p95Seconds: 1170 },
    heals: 3,
    ends: { resolved: 2, 'rolled-back': 0, escalated: 1, suppressed: 0 },
    strategies: [
      { strategy: 'service-restart', successes: 0, failures: 1 },
      { strategy: 'instance-scaling', successes: 2, failures: 0 },
    ],
  });
});

it('tells how many pages were false, of those that are bearable, and what that has raised', async () => {
  const world = makeViewWorld();
  const week = 7 * 1440;
  const overByItself = { end: 'suppressed', reason: 'recovered-by-itself' } as const;
  await world.outcomes.put(outcomeAt(-5 * week, overByItself));
  await world.outcomes.put(outcomeAt(-1, overByItself));
  await world.outcomes.put(outcomeAt(-2, { end: 'resolved', reason: 'verified' }));

  const { alarmBudget } = await readStatistics(world, { hours: 1 });

  expect(alarmBudget).toEqual([
    { serviceId: CHECKOUT, falsePages: 1, bearable: 4, raisedBy: expect.closeTo(1, 2) },
    { serviceId: CART, falsePages: 0, bearable: 4, raisedBy: 0 },
  ]);
});
