import { describe, expect, it } from 'vitest';
import type { Action } from '#domain/action/action.ts';
import type { EcsServiceState } from '#domain/resource/resource.ts';
import type { Fleet } from '#local/fleet/fleet.ts';
import { idOf, PERSON, pointsOf, quietFleet, resource, runMinutes } from './builders.ts';

const PAYMENT = resource('ecs-service/shop/payment');
const WEB_TARGET = resource('scalable-target/shop/web');
const CONFIGURATION = resource('configuration/shop/payment');

function serviceState(fleet: Fleet, resourceId = PAYMENT): EcsServiceState {
  const { state } = fleet.describe(resourceId);
  if (state.type !== 'ecs-service') throw new Error(`${resourceId} is no service`);
  return state;
}

/** Applies until the API neither throttles nor loses the answer. */
function insist(fleet: Fleet, action: Action) {
  let answer = fleet.apply(action, PERSON);
  while (answer.outcome === 'no-answer' || (answer.outcome === 'rejected' && answer.reason === 'throttled')) {
    answer = fleet.apply(action, PERSON);
  }
  return answer;
}

describe('an accepted action', () => {
  it('brings new tasks into service within one to four minutes', () => {
    const fleet = quietFleet();

    insist(fleet, { kind: 'ecs-service/set-desired-count', resourceId: PAYMENT, desiredCount: 6 });

    const minutes: number[] = [];
    for (let minute = 1; minute <= 5; minute += 1) {
      runMinutes(fleet, 1);
      minutes.push(fleet.describe(PAYMENT).runningCount ?? 0);
    }
    expect(minutes[0]).toBe(3);
    expect(minutes[3]).toBe(6);
  });

  it('takes surplus tasks out of service, the newest first', () => {
    const fleet = quietFleet();
    insist(fleet, { kind: 'ecs-service/set-desired-count', resourceId: PAYMENT, desiredCount: 6 });
    runMinutes(fleet, 5);

    insist(fleet, { kind: 'ecs-service/set-desired-count', resourceId: PAYMENT, desiredCount: 2 });
    runMinutes(fleet, 3);

    expect(fleet.describe(PAYMENT).runningCount).toBe(2);
  });

  it('replaces all tasks within minutes, without falling below the minimum healthy share', () => {
    const fleet = quietFleet();
    const before = serviceState(fleet);
    insist(fleet, { kind: 'ecs-service/force-new-deployment', resourceId: PAYMENT });

    let minutes = 0;
    let fewest = 3;
    while (fleet.describe(PAYMENT).isDeploymentInProgress) {
      runMinutes(fleet, 1);
      minutes += 1;
      fewest = Math.min(fewest, fleet.describe(PAYMENT).runningCount ?? 0);
    }

    expect(minutes).toBeGreaterThanOrEqual(2);
    expect(minutes).toBeLessThanOrEqual(7);
    expect(fewest).toBe(3);
    expect(serviceState(fleet)).toMatchObject({ taskDefinition: before.taskDefinition });
    expect(serviceState(fleet).deploymentId).not.toBe(before.deploymentId);
  });

  it('stops before it starts where the service leaves no room for more tasks', () => {
    const shipping = resource('ecs-service/shop/shipping');
    const fleet = quietFleet();
    const desired = serviceState(fleet, shipping).desiredCount;

    insist(fleet, { kind: 'ecs-service/force-new-deployment', resourceId: shipping });
    runMinutes(fleet, 2);

    expect(fleet.describe(shipping).runningCount).toBeLessThan(desired);
  });

  it('rolls the task definition back and says what ran before', () => {
    const fleet = quietFleet();
    const now = serviceState(fleet).taskDefinition;
    const previous = fleet.describe(PAYMENT).previousVersion?.version ?? '';

    insist(fleet, { kind: 'ecs-service/set-task-definition', resourceId: PAYMENT, taskDefinition: previous });
    runMinutes(fleet, 6);

    expect(fleet.describe(PAYMENT)).toMatchObject({
      state: { taskDefinition: previous },
      isDeploymentInProgress: false,
      previousVersion: { version: now, isRollbackSafe: true },
    });
  });

  it('raises the desired count to the floor of the autoscaler at once', () => {
    const fleet = quietFleet();

    insist(fleet, { kind: 'scalable-target/set-min-capacity', resourceId: WEB_TARGET, minCapacity: 12 });

    expect(serviceState(fleet, resource('ecs-service/shop/web')).desiredCount).toBe(12);
    expect(fleet.describe(WEB_TARGET).state).toMatchObject({ minCapacity: 12 });
  });

  it('deploys a configuration within about a minute', () => {
    const fleet = quietFleet();

    insist(fleet, { kind: 'configuration/deploy-version', resourceId: CONFIGURATION, version: 1 });
    const during = fleet.describe(CONFIGURATION);
    runMinutes(fleet, 2);

    expect(during).toMatchObject({ state: { version: 1 }, isDeploymentInProgress: true });
    expect(fleet.describe(CONFIGURATION)).toMatchObject({
      isDeploymentInProgress: false,
      previousVersion: { version: '2' },
    });
  });

  it('is undone by the autoscaler, which has its own idea of the load', () => {
    const web = resource('ecs-service/shop/web');
    const fleet = quietFleet();
    const desired = serviceState(fleet, web).desiredCount;

    insist(fleet, { kind: 'ecs-service/set-desired-count', resourceId: web, desiredCount: desired + 6 });
    runMinutes(fleet, 60);

    expect(serviceState(fleet, web).desiredCount).toBeLessThan(desired + 6);
  });

  it('tells the event bus when the autoscaler has come to its maximum', () => {
    const fleet = quietFleet();
    insist(fleet, {
      kind: 'ecs-service/set-task-definition',
      resourceId: PAYMENT,
      taskDefinition: 'payment:1',
    });
    const target = fleet.describe(WEB_TARGET).state;
    if (target.type !== 'scalable-target') throw new Error('no scalable target');
    for (let round = 0; round < 3; round += 1) {
      insist(fleet, {
        kind: 'ecs-service/set-desired-count',
        resourceId: resource('ecs-service/shop/web'),
        desiredCount: 2,
      });
      runMinutes(fleet, 12);
    }

    const events = fleet.drainEvents();

    expect(events.some(({ detail }) => detail['eventName'] === 'UpdateService')).toBe(true);
    expect(
      events.filter(
        (event) => event['detail-type'] === 'Application Auto Scaling Scaling Activity State Change',
      ),
    ).toSatisfy((told: readonly { detail: Record<string, unknown> }[]) =>
      told.every(({ detail }) => detail['newDesiredCapacity'] === target.maxCapacity),
    );
  });
});

describe('a rejected action', () => {
  it.each([
    [
      'not-found',
      { kind: 'ecs-service/force-new-deployment', resourceId: resource('ecs-service/shop/nowhere') },
    ],
    [
      'not-found',
      { kind: 'lambda-alias/set-version', resourceId: resource('lambda-alias/shop/payment'), version: 1 },
    ],
    [
      'not-found',
      {
        kind: 'ssm-parameter/restore-version',
        resourceId: resource('ssm-parameter/shop/payment'),
        version: 1,
        valueDigest: 'of a value',
      },
    ],
    ['limit-exceeded', { kind: 'ecs-service/set-desired-count', resourceId: PAYMENT, desiredCount: 999 }],
    [
      'limit-exceeded',
      { kind: 'scalable-target/set-min-capacity', resourceId: WEB_TARGET, minCapacity: 999 },
    ],
    [
      'unknown-version',
      { kind: 'ecs-service/set-task-definition', resourceId: PAYMENT, taskDefinition: 'payment:999' },
    ],
    ['unknown-version', { kind: 'configuration/deploy-version', resourceId: CONFIGURATION, version: 99 }],
  ] as const)('says why and changes nothing: %s', (reason, action) => {
    const fleet = quietFleet();

    const answer = insist(fleet, action);

    expect(answer).toMatchObject({ outcome: 'rejected', reason });
    expect(fleet.calls().every(({ hasTakenEffect }) => !hasTakenEffect)).toBe(true);
  });

  it.each([
    { kind: 'ecs-service/force-new-deployment', resourceId: PAYMENT },
    { kind: 'configuration/deploy-version', resourceId: CONFIGURATION, version: 1 },
  ] as const)('waits its turn while a deployment is in progress: $kind', (action) => {
    const fleet = quietFleet();
    insist(fleet, action);

    expect(insist(fleet, action)).toMatchObject({ reason: 'deployment-in-progress' });
  });
});

describe('the API', () => {
  /** A thousand harmless calls: enough to meet every fate. */
  function callOften(fleet: Fleet) {
    return Array.from({ length: 1000 }, (_, round) =>
      fleet.apply(
        { kind: 'ecs-service/set-desired-count', resourceId: PAYMENT, desiredCount: 3 + (round % 2) },
        { by: 'fleetmedic', clientToken: 'same' },
      ),
    );
  }

  it('sometimes throttles, and sometimes does not answer', () => {
    const answers = callOften(quietFleet());

    expect(answers.filter(({ outcome }) => outcome === 'no-answer').length).toBeGreaterThan(2);
    expect(answers.filter((answer) => answer.outcome === 'rejected').length).toBeGreaterThan(2);
    expect(answers.filter(({ outcome }) => outcome === 'accepted').length).toBeGreaterThan(950);
  });

  it('does what it did not answer for in some cases and not in others', () => {
    const fleet = quietFleet();
    callOften(fleet);

    const unanswered = fleet.calls().filter(({ answer }) => answer.outcome === 'no-answer');

    expect(new Set(unanswered.map(({ hasTakenEffect }) => hasTakenEffect)).size).toBe(2);
  });

  it('takes the same client token twice for two calls, and logs both with the states around them', () => {
    const fleet = quietFleet();
    const action = { kind: 'ecs-service/set-desired-count', resourceId: PAYMENT, desiredCount: 5 } as const;

    fleet.apply(action, PERSON);
    fleet.apply({ ...action, desiredCount: 6 }, PERSON);

    expect(fleet.calls()).toMatchObject([
      {
        id: 'call-1',
        by: 'person',
        clientToken: 'test',
        before: { desiredCount: 3 },
        after: { desiredCount: 5 },
      },
      { id: 'call-2', before: { desiredCount: 5 }, after: { desiredCount: 6 } },
    ]);
  });
});

describe('an intervention', () => {
  it('sheds load for its minutes and no longer', () => {
    const fleet = quietFleet();
    const failedIn = (minutes: number) => {
      const before = fleet.truth().services['web']?.userFailedRequests ?? 0;
      runMinutes(fleet, minutes);
      return (fleet.truth().services['web']?.userFailedRequests ?? 0) - before;
    };
    fleet.intervene({ kind: 'shed-load', serviceId: idOf('web'), share: 0.5, minutes: 5 }, PERSON);

    const [during, after] = [failedIn(5), failedIn(5)];

    expect(during).toBeGreaterThan(10_000);
    expect(after).toBeLessThan(during / 10);
  });

  it('keeps calls from a dependency while its breaker is open, and lets them through again', () => {
    const fleet = quietFleet();
    const breaker = { serviceId: idOf('web'), dependencyId: idOf('recommendations') } as const;
    const sentIn = (minutes: number) => {
      const before = fleet.truth().services['recommendations']?.requests ?? 0;
      runMinutes(fleet, minutes);
      return (fleet.truth().services['recommendations']?.requests ?? 0) - before;
    };

    fleet.intervene({ kind: 'open-breaker', ...breaker, minutes: 60 }, PERSON);
    const during = sentIn(5);
    fleet.intervene({ kind: 'close-breaker', ...breaker }, PERSON);

    expect(during).toBeLessThan(100);
    expect(sentIn(5)).toBeGreaterThan(10_000);
  });

  it('fails the callers of a dependency that nothing can stand in for', () => {
    const fleet = quietFleet();

    fleet.intervene(
      { kind: 'open-breaker', serviceId: idOf('checkout'), dependencyId: idOf('orders'), minutes: 60 },
      PERSON,
    );
    runMinutes(fleet, 10);

    const checkout = fleet.truth().services['checkout'];
    expect((checkout?.failedRequests ?? 0) / (checkout?.requests ?? 1)).toBeGreaterThan(0.9);
  });

  it('stops a task, which the scheduler replaces', () => {
    const fleet = quietFleet();

    fleet.intervene({ kind: 'stop-task', serviceId: idOf('payment') }, PERSON);
    const left = fleet.describe(PAYMENT).runningCount;
    runMinutes(fleet, 10);

    expect(left).toBe(2);
    expect(fleet.describe(PAYMENT).runningCount).toBe(3);
    const healthy = pointsOf(fleet, 'target-group/shop/payment', 'healthy-targets').map(({ value }) => value);
    expect([Math.min(...healthy), healthy.at(-1)]).toEqual([2, 3]);
  });

  it.each([
    { kind: 'switch-route', serviceId: idOf('nowhere') },
    { kind: 'open-breaker', serviceId: idOf('payment'), dependencyId: idOf('web'), minutes: 5 },
    { kind: 'fix-external', serviceId: idOf('payment'), dependencyId: idOf('web') },
  ] as const)('refuses what does not exist: $kind', (intervention) => {
    expect(() => quietFleet().intervene(intervention, PERSON)).toThrow(RangeError);
  });
});
