// Learned diagnosis in the loop: two ways of looking at an incident, the errors that came with it, and what it looks like.

import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Diagnosis } from '#domain/diagnosis/diagnosis.ts';
import { idOf } from '../local/fleet/builders.ts';
import { begin, liveThroughMorning, type Scenario, type Trouble } from './shop.ts';

let morning: Awaited<ReturnType<typeof liveThroughMorning>>;
beforeAll(async () => {
  morning = await liveThroughMorning();
});
afterAll(() => morning.forget());

function badDeployment(after: number): Trouble {
  return { kind: 'F1', serviceId: idOf('accounts'), strength: 0.8, durationMinutes: 60, after };
}

/** The diagnoses of all incidents, in the order of their opening. */
async function diagnosesOf({ incidents, loop }: Scenario): Promise<readonly Diagnosis[]> {
  const oldestFirst = (await incidents()).toSorted((a, b) => a.openedAt - b.openedAt);
  const found = await Promise.all(
    oldestFirst.map(({ incidentId }) => loop.stores.diagnoses.find(incidentId)),
  );
  return found.filter((each) => each !== undefined);
}

it('an incident is looked at in three ways, with the errors that came with it, and the next one remembers it', async () => {
  const scenario = await begin(morning, { injections: [badDeployment(5), badDeployment(75)] });

  await scenario.runMinutes(150);

  const [first, second] = await diagnosesOf(scenario);
  expect(first?.accord).toBe('agree');
  expect(first?.hypotheses[0]).toMatchObject({ failureType: 'bad-deployment', serviceId: 'accounts' });
  expect(first?.voices).toMatchObject([
    { speaker: 'decision-tree', isWeighed: true },
    { speaker: 'cause-ranking', isWeighed: true },
    { speaker: 'type-classifier', isWeighed: true },
  ]);
  const places = first?.voices?.map(({ causes }) => causes[0]?.serviceId);
  expect(places).toEqual(['accounts', 'accounts', 'accounts']);
  expect(first?.typeAccord).toBe('agree');
  expect(first?.errors?.map(({ serviceId, category }) => ({ serviceId, category }))).toContainEqual({
    serviceId: 'accounts',
    category: 'defect',
  });
  expect(first?.pastCase).toBeUndefined();
  expect(second?.pastCase).toMatchObject({
    incidentId: first?.incidentId,
    attempt: { strategy: 'configuration-rollback', result: 'recovered' },
  });
  expect(await scenario.violations()).toEqual([]);
});

it('without the models the tree diagnoses alone and says so', async () => {
  const scenario = await begin(morning, { injections: [badDeployment(5)], hasModel: false });

  await scenario.runMinutes(30);

  const [first] = await diagnosesOf(scenario);
  expect(first?.accord).toBe('tree-alone');
  expect(first?.hypotheses[0]).toMatchObject({ failureType: 'bad-deployment', serviceId: 'accounts' });
  expect(first?.voices).toMatchObject([
    { isWeighed: true },
    { isWeighed: false, problem: 'the model is not loaded' },
    { isWeighed: false, problem: 'the model is not loaded' },
  ]);
  expect(first?.typeAccord).toBe('silent');
});
