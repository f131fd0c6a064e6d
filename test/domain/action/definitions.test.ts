import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Action } from '#domain/action/action.ts';
import {
  addsCapacity,
  describeAction,
  expectedState,
  factsOf,
  invertAction,
  isActionVisible,
  reversibilityOf,
  settleSecondsOf,
} from '#domain/action/definitions.ts';
import type { ResourceState } from '#domain/resource/resource.ts';
import {
  aliasState,
  CHECKOUT_ALIAS,
  CHECKOUT_CONFIG,
  CHECKOUT_ECS,
  CHECKOUT_LIMITS,
  CHECKOUT_SCALING,
  configurationState,
  ecsState,
  parameterState,
  scaleTo,
  scalingState,
} from '../../builders.ts';

const count = fc.integer({ min: 1, max: 500 });
const version = fc.integer({ min: 1, max: 99 });

/** Every action kind, over a state of its type. */
const acts: fc.Arbitrary<readonly [Action, ResourceState]> = fc.oneof(
  fc.tuple(
    count.map(scaleTo),
    count.map((desiredCount): ResourceState => ecsState({ desiredCount })),
  ),
  fc.tuple(
    fc.constant<Action>({ kind: 'ecs-service/force-new-deployment', resourceId: CHECKOUT_ECS }),
    fc.constant<ResourceState>(ecsState()),
  ),
  fc.tuple(
    version.map(
      (revision): Action => ({
        kind: 'ecs-service/set-task-definition',
        resourceId: CHECKOUT_ECS,
        taskDefinition: `checkout:${revision}`,
      }),
    ),
    version.map((revision): ResourceState => ecsState({ taskDefinition: `checkout:${revision}` })),
  ),
  fc.tuple(
    count.map(
      (minCapacity): Action => ({
        kind: 'scalable-target/set-min-capacity',
        resourceId: CHECKOUT_SCALING,
        minCapacity,
      }),
    ),
    count.map((minCapacity): ResourceState => scalingState({ minCapacity })),
  ),
  fc.tuple(
    version.map(
      (each): Action => ({
        kind: 'configuration/deploy-version',
        resourceId: CHECKOUT_CONFIG,
        version: each,
      }),
    ),
    version.map((each): ResourceState => configurationState({ version: each })),
  ),
  fc.tuple(
    version.map(
      (each): Action => ({ kind: 'lambda-alias/set-version', resourceId: CHECKOUT_ALIAS, version: each }),
    ),
    version.map((each): ResourceState => aliasState({ version: each })),
  ),
  fc.tuple(
    version.map(
      (each): Action => ({
        kind: 'ssm-parameter/restore-version',
        resourceId: CHECKOUT_LIMITS,
        version: each,
        valueDigest: `value ${each}`,
      }),
    ),
    version.map((each): ResourceState => parameterState({ version: each, valueDigest: `value ${each}` })),
  ),
);

describe('an action', () => {
  it('is taken back to exactly the state before it', () => {
    fc.assert(
      fc.property(acts, ([action, before]) => {
        const after = expectedState(action, before);
        const inverse = invertAction(action, before);

        expect(inverse ? expectedState(inverse, after) : after).toEqual(before);
      }),
    );
  });

  it('is visible in the state it leads to exactly when it changes a fact', () => {
    fc.assert(
      fc.property(acts, ([action, before]) => {
        const after = expectedState(action, before);

        const changes = JSON.stringify(factsOf(action, after)) !== JSON.stringify(factsOf(action, before));

        expect(isActionVisible(action, before, after)).toBe(changes);
      }),
    );
  });

  it('says what it does, how long it takes, and whether it can be taken back', () => {
    fc.assert(
      fc.property(acts, ([action, before]) => {
        expect(describeAction(action, before).length).toBeGreaterThan(20);
        expect(settleSecondsOf(action)).toBeGreaterThan(0);
        expect(reversibilityOf(action)).toBe(invertAction(action, before) ? 'reversible' : 'bounded');
      }),
    );
  });

  it('is not judged by the state of another type of resource', () => {
    expect(() => factsOf(scaleTo(3), configurationState())).toThrow(
      'Action ecs-service/set-desired-count on ecs-service/shop/checkout cannot be judged by a configuration state',
    );
  });
});

it('a restart shows by a new deployment of the same version', () => {
  const restart: Action = { kind: 'ecs-service/force-new-deployment', resourceId: CHECKOUT_ECS };

  expect(isActionVisible(restart, ecsState(), ecsState({ deploymentId: 'deployment-2' }))).toBe(true);
  expect(
    isActionVisible(restart, ecsState(), ecsState({ deploymentId: 'd-2', taskDefinition: 'checkout:42' })),
  ).toBe(false);
});

it('a restored value shows by its digest, whatever number it got', () => {
  const restore: Action = {
    kind: 'ssm-parameter/restore-version',
    resourceId: CHECKOUT_LIMITS,
    version: 3,
    valueDigest: 'of the value before',
  };
  const live = parameterState({ version: 5, valueDigest: 'of the value before' });

  expect(isActionVisible(restore, parameterState(), live)).toBe(true);
  expect(factsOf(restore, live)).toEqual(factsOf(restore, expectedState(restore, parameterState())));
});

it.each([
  ['more tasks', scaleTo(5), ecsState(), true],
  ['as many tasks', scaleTo(4), ecsState(), false],
  ['a higher floor', minCapacity(3), scalingState(), true],
  ['a lower floor', minCapacity(1), scalingState(), false],
  ['a floor of something else', minCapacity(3), ecsState(), false],
  ['a count of something else', scaleTo(5), scalingState(), false],
] as const)('adds capacity by %s: %#', (_case, action, before, adds) => {
  expect(addsCapacity(action, before)).toBe(adds);
});

function minCapacity(tasks: number): Action {
  return { kind: 'scalable-target/set-min-capacity', resourceId: CHECKOUT_SCALING, minCapacity: tasks };
}
