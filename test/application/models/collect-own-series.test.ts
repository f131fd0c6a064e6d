import { expect, it } from 'vitest';
import { collectOwnSeries } from '#application/models/collect-own-series.ts';
import type { OwnSeries } from '#domain/model/own-series.ts';
import { newPollState } from '#domain/poll/schedule.ts';
import { CART, CHECKOUT, evidence, feedback, healthRecord, incident, minute } from '../../builders.ts';
import { makeObserveWorld } from '../observe-world.ts';

const MINUTES = [-6, -5, -4, -3, -2, -1];

/** Checkout, measured for six minutes; errors and CPU. */
async function measuredWorld() {
  const world = makeObserveWorld();
  await world.polls.put(newPollState(CHECKOUT, minute(-6)));
  for (const at of MINUTES)
    await world.health.put(healthRecord({ at: minute(at), indicators: { 'error-share': 0.1, cpu: 40 } }));
  return world;
}

async function labelsIn(world: Awaited<ReturnType<typeof measuredWorld>>) {
  const series: OwnSeries[] = [];
  for await (const one of collectOwnSeries(world)) series.push(one);
  return Object.fromEntries(
    series.map(({ indicator, points }) => [indicator, points.map(({ label }) => label.slice(0, 1)).join('')]),
  );
}

/** From the third minute to the fourth; its evidence is the error share. */
const TROUBLE = incident({
  openedAt: minute(-4),
  onsetAt: minute(-4),
  closedAt: minute(-3),
  evidence: { checkout: [evidence({ indicator: 'error-share' })] },
});

it('takes every measured indicator, normal while nothing was found', async () => {
  expect(await labelsIn(await measuredWorld())).toEqual({ 'error-share': 'nnnnnn', cpu: 'nnnnnn' });
});

it.each([
  ['useful', 'nnttnn', 'nnddnn'],
  ['wrong-cause', 'nnttnn', 'nnddnn'],
  ['false-alarm', 'nnnnnn', 'nnnnnn'],
] as const)('labels the minutes of an incident judged %s', async (verdict, errors, cpu) => {
  const world = await measuredWorld();
  await world.incidents.create(TROUBLE);
  await world.feedback.put(feedback({ incidentId: TROUBLE.incidentId, verdict, at: minute(-1) }));

  expect(await labelsIn(world)).toEqual({ 'error-share': errors, cpu });
});

it('learns nothing from an incident that nobody judged, while it lasts', async () => {
  const world = await measuredWorld();
  const { closedAt: _, ...open } = TROUBLE;
  await world.incidents.create(open);

  expect(await labelsIn(world)).toEqual({ 'error-share': 'nndddd', cpu: 'nndddd' });
});

it('does not take the incident of another service for its own, nor evidence that it has not', async () => {
  const world = await measuredWorld();
  await world.incidents.create({ ...TROUBLE, state: 'resolved', serviceIds: [CART] });
  const alike = incident({
    openedAt: minute(-5),
    onsetAt: minute(-4),
    closedAt: minute(-3),
    evidence: {},
  });
  await world.incidents.create(alike);
  await world.feedback.put(feedback({ incidentId: alike.incidentId, verdict: 'useful', at: minute(-1) }));

  expect(await labelsIn(world)).toEqual({ 'error-share': 'nnddnn', cpu: 'nnddnn' });
});
