import { describe, expect, it } from 'vitest';
import type { Action } from '#domain/action/action.ts';
import {
  findGuardrailRefusal,
  findOwnershipRefusal,
  type GuardrailFacts,
  isPassing,
} from '#domain/guardrail/guardrails.ts';
import { GuardrailName } from '#domain/guardrail/refusal.ts';
import { GuardrailSettings } from '#domain/guardrail/settings.ts';
import type { PlannedAction } from '#domain/plan/plan.ts';
import {
  CART_ECS,
  CHECKOUT_CONFIG,
  CHECKOUT_ECS,
  CHECKOUT_SCALING,
  configurationState,
  ecsState,
  minute,
  NOON,
  plannedAction,
  resourceDescription,
  scaleTo,
  scalingState,
  service,
} from '../../builders.ts';

const RESTART: Action = { kind: 'ecs-service/force-new-deployment', resourceId: CHECKOUT_ECS };

function facts(overrides: Partial<GuardrailFacts> = {}): GuardrailFacts {
  return {
    now: NOON,
    attempt: 1,
    settings: GuardrailSettings.parse({}),
    service: service(),
    calendar: [],
    actions: [plannedAction()],
    descriptions: [resourceDescription()],
    dataAgeSeconds: 120,
    illServices: 1,
    watchedServices: 12,
    newIncidents: 1,
    lastEndedAt: undefined,
    ...overrides,
  };
}

function planned(action: Action): PlannedAction {
  return plannedAction({ action });
}

describe('the guardrails', () => {
  it('let an ordinary plan pass', () => {
    expect(findGuardrailRefusal(facts())).toBeUndefined();
  });

  it.each<[string, Partial<GuardrailFacts>, string]>([
    ['attempts-used', { attempt: 4 }, '3 attempts have been made'],
    ['storm', { newIncidents: 6 }, '6 incidents began within 5 min'],
    ['unhealthy-share', { illServices: 7 }, '58 % of all services are ill, acting stops above 50 %'],
    [
      'freeze',
      {
        calendar: [
          { name: 'sale', kind: 'freeze', from: '2026-11-23T00:00:00Z', to: '2026-11-24T00:00:00Z' },
        ],
      },
      'the change freeze "sale" is in force',
    ],
    [
      'denied',
      {
        descriptions: [
          resourceDescription({ tags: { 'fleetmedic:managed': 'true', 'fleetmedic:deny': '' } }),
        ],
      },
      'carries the tag fleetmedic:deny',
    ],
    [
      'untagged',
      { descriptions: [resourceDescription({ tags: {} })] },
      'does not carry the tag fleetmedic:managed=true',
    ],
    [
      'foreign-controller',
      { descriptions: [resourceDescription({ controller: 'code-deploy' })] },
      'is deployed by code-deploy',
    ],
    [
      'blast-radius',
      {
        actions: [CHECKOUT_ECS, CART_ECS, CHECKOUT_CONFIG].map((resourceId) =>
          plannedAction({ action: { kind: 'ecs-service/set-desired-count', resourceId, desiredCount: 5 } }),
        ),
      },
      'it changes 3 resources, at most 2 are allowed',
    ],
    [
      'blast-radius',
      { actions: [planned(scaleTo(9))] },
      'it scales from 4 to 9 tasks, at most 8 are allowed',
    ],
    [
      'blast-radius',
      { actions: [planned(scaleTo(6))], service: service({ maxTasks: 5 }) },
      'at most 5 are allowed',
    ],
    [
      'capacity-floor',
      { actions: [planned(scaleTo(2))], service: service({ minHealthyTasks: 3 }) },
      'it leaves 2 healthy tasks at times, at least 3 must stay',
    ],
    [
      'capacity-floor',
      {
        actions: [planned(RESTART)],
        descriptions: [resourceDescription({ minimumHealthyPercent: 50 })],
        service: service({ minHealthyTasks: 3 }),
      },
      'it leaves 2 healthy tasks',
    ],
    [
      'capacity-floor',
      {
        actions: [
          plannedAction({
            action: {
              kind: 'scalable-target/set-min-capacity',
              resourceId: CHECKOUT_SCALING,
              minCapacity: 1,
            },
            plannedFrom: scalingState(),
          }),
        ],
        service: service({ minHealthyTasks: 2 }),
      },
      'it leaves 1 healthy tasks',
    ],
    ['stale-data', { dataAgeSeconds: undefined }, 'the health of the service is unknown'],
    ['stale-data', { dataAgeSeconds: 600 }, 'the newest data is 10 min old, at most 7 min is allowed'],
    [
      'deployment-in-progress',
      { descriptions: [resourceDescription({ isDeploymentInProgress: true })] },
      'a deployment of ecs-service/shop/checkout is in progress',
    ],
    ['cooldown', { lastEndedAt: NOON, now: NOON }, 'the pause is 60 s'],
  ])('refuse by %s: %#', (guardrail, overrides, detail) => {
    const refusal = findGuardrailRefusal(facts(overrides));

    expect(refusal?.guardrail).toBe(guardrail);
    expect(refusal?.detail).toContain(detail);
  });

  it.each<[string, Partial<GuardrailFacts>]>([
    ['a few ill services, however small the fleet', { illServices: 3, watchedServices: 3 }],
    ['a recovery after the pause', { lastEndedAt: NOON, now: minute(1) }],
    [
      'a restart that keeps all tasks',
      { actions: [planned(RESTART)], service: service({ minHealthyTasks: 4 }) },
    ],
    [
      'a restart of a service that does not say what it keeps',
      {
        actions: [planned(RESTART)],
        descriptions: [{ ...resourceDescription(), minimumHealthyPercent: undefined }],
        service: service({ minHealthyTasks: 4 }),
      },
    ],
    [
      'a configuration, which takes no task away',
      {
        actions: [
          plannedAction({
            action: { kind: 'configuration/deploy-version', resourceId: CHECKOUT_CONFIG, version: 6 },
            plannedFrom: configurationState(),
          }),
        ],
        service: service({ minHealthyTasks: 50 }),
      },
    ],
    [
      'a restart of what was described as something else',
      { actions: [planned(RESTART)], descriptions: [], service: service({ minHealthyTasks: 50 }) },
    ],
    ['fewer tasks, which widen nothing', { actions: [planned(scaleTo(3))] }],
    ['as many tasks', { actions: [plannedAction({ action: scaleTo(4), plannedFrom: ecsState() })] }],
  ])('let pass: %s', (_case, overrides) => {
    expect(findGuardrailRefusal(facts(overrides))).toBeUndefined();
  });

  it('know which reasons go away by themselves', () => {
    const passing = GuardrailName.options.filter((guardrail) => isPassing({ guardrail, detail: '' }));

    expect(passing).toEqual(['deployment-in-progress', 'stale-data', 'cooldown']);
  });
});

describe('ownership, asked again right before an act', () => {
  const settings = GuardrailSettings.parse({});

  it.each([
    ['denied', { tags: { 'fleetmedic:managed': 'true', 'fleetmedic:deny': 'x' } }],
    ['untagged', { tags: { 'fleetmedic:managed': 'yes' } }],
    ['foreign-controller', { controller: 'external' }],
  ] as const)('refuses what is %s', (guardrail, overrides) => {
    expect(findOwnershipRefusal(settings, [resourceDescription(overrides)])?.guardrail).toBe(guardrail);
  });

  it('lets pass what is ours', () => {
    expect(findOwnershipRefusal(settings, [resourceDescription()])).toBeUndefined();
  });
});
