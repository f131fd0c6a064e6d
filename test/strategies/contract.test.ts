// What every registered strategy must do, whatever it remedies.

import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { expectedState } from '#domain/action/definitions.ts';
import { FailureType } from '#domain/diagnosis/diagnosis.ts';
import { StrategyName } from '#domain/plan/plan.ts';
import { template } from '#strategies/_template/strategy.ts';
import { LAST_RESORT, STRATEGIES, strategyByName } from '#strategies/registry.ts';
import {
  CHECKOUT_SCALING,
  ecsState,
  hypothesis,
  resourceDescription,
  scalingState,
  service,
} from '../builders.ts';
import { situation } from './situation.ts';

const value = fc.option(fc.double({ min: 0, max: 300, noNaN: true }), { nil: undefined });
const indicators = fc
  .record({ cpu: value, throughput: value, memory: value, connections: value, 'queue-age': value })
  .map((each) => Object.fromEntries(Object.entries(each).filter(([, known]) => known !== undefined)));

const situations = fc
  .record({
    current: indicators,
    usual: indicators,
    desiredCount: fc.integer({ min: 1, max: 200 }),
    maxTasks: fc.integer({ min: 1, max: 300 }),
    isScaled: fc.boolean(),
    failureType: fc.constantFrom(...FailureType.options),
    isRequested: fc.boolean(),
  })
  .map(({ current, usual, desiredCount, maxTasks, isScaled, failureType, isRequested }) => {
    const ecs = resourceDescription({ state: ecsState({ desiredCount }), runningCount: desiredCount });
    const target = resourceDescription({ resourceId: CHECKOUT_SCALING, state: scalingState() });
    const resources = isScaled ? [ecs, target] : [ecs];
    return situation({
      current,
      usual,
      resources,
      service: service({ maxTasks }),
      hypothesis: hypothesis({ failureType }),
      isRequested,
    });
  });

describe.each([...STRATEGIES, template].map((strategy) => [strategy.name, strategy] as const))(
  '%s',
  (_name, strategy) => {
    it('remedies something, with a prior that leaves room for experience', () => {
      const priors = Object.values(strategy.remedies);

      expect(priors.length).toBeGreaterThan(0);
      expect(
        priors.every(
          ({ successes, failures }) => successes > 0 && failures > 0 && successes + failures <= 10,
        ),
      ).toBe(true);
    });

    it('stands aside without resources', () => {
      expect(strategy.propose(situation({ resources: [] }))).toMatchObject({
        ok: false,
        refusal: { reason: 'no-data' },
      });
    });

    it('acts on resources it was shown, with actions that fit them, and explains itself either way', () => {
      fc.assert(
        fc.property(situations, (given) => {
          const proposed = strategy.propose(given);

          if (!proposed.ok) {
            expect(proposed.refusal.detail.length).toBeGreaterThan(10);
            return;
          }
          expect(proposed.value.summary).toContain(given.service.id);
          expect(proposed.value.actions.length).toBeGreaterThan(0);
          for (const action of proposed.value.actions) {
            const target = given.resources.find(({ resourceId }) => resourceId === action.resourceId);
            if (!target) throw new Error(`${action.resourceId} was not shown`);
            expect(() => expectedState(action, target.state)).not.toThrow();
          }
        }),
      );
    });

    it('says the same of the same situation', () => {
      fc.assert(
        fc.property(situations, (given) => {
          expect(strategy.propose(given)).toEqual(strategy.propose(given));
        }),
      );
    });
  },
);

describe('the registry', () => {
  it('holds every strategy name once, the last resort apart', () => {
    const names = [...STRATEGIES.map(({ name }) => name), LAST_RESORT.name];

    expect(names.toSorted()).toEqual(StrategyName.options.toSorted());
  });

  it('gives a strategy by name, and says which there are', () => {
    expect(strategyByName('service-restart').name).toBe('service-restart');
    expect(() => strategyByName('reboot')).toThrow(
      'There is no strategy "reboot"; there are instance-scaling, configuration-rollback, service-restart',
    );
  });
});

it('the last resort changes nothing and says what people are called for, and why', () => {
  const proposal = LAST_RESORT.propose(hypothesis({ failureType: 'retry-storm' }), 'no strategy remedies it');

  expect(proposal).toEqual({
    actions: [],
    summary: 'Call people: checkout shows a storm of retries; no strategy remedies it',
  });
});
