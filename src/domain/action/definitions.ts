// What each action kind means: purely, and once for dry run, plant, guardrails and rollback.

import type { Action, ActionKind, ActionOf } from '#domain/action/action.ts';
import type { ResourceState } from '#domain/resource/resource.ts';

/** `bounded`: cannot be taken back, but ends by itself without lasting effect. `irreversible` never runs without a person. */
export type Reversibility = 'reversible' | 'bounded' | 'irreversible';

type StateOf<Kind extends ActionKind> = Kind extends `${infer Type}/${string}`
  ? Extract<ResourceState, { type: Type }>
  : never;

/** The facts of a state that an action rests on: when one of them moves, the plan is stale (I5). */
export type Facts = Readonly<Record<string, string | number>>;

interface ActionDefinition<Kind extends ActionKind> {
  readonly reversibility: Reversibility;
  /** Seconds until the action has taken full effect, at most: what verification waits for before it judges. */
  readonly settleSeconds: number;
  /** Whether `live` shows that the action has been carried out on `before`. */
  isVisible(action: ActionOf<Kind>, before: StateOf<Kind>, live: StateOf<Kind>): boolean;
  /** The facts the action rests on. */
  facts(state: StateOf<Kind>): Facts;
  /** The state that `before` turns into when the action has taken full effect. */
  expectedState(action: ActionOf<Kind>, before: StateOf<Kind>): StateOf<Kind>;
  /** The action that restores `before`, or undefined where nothing has to be restored. */
  invert(action: ActionOf<Kind>, before: StateOf<Kind>): Action | undefined;
  /** What it does, for an approver. */
  describe(action: ActionOf<Kind>, before: StateOf<Kind>): string;
}

/** Fargate start (90 s), five health checks of 30 s and draining, for a rolling deployment: strategies 2.1, upper half. */
const DEPLOYMENT_SETTLE_SECONDS = 420;
/** New tasks start in parallel: image pull and start 90 s, health checks 60 s. */
const SCALING_SETTLE_SECONDS = 180;
/** AppConfig all-at-once deployment plus the agent's poll of 45 s, rounded up to two ticks. */
const CONFIGURATION_SETTLE_SECONDS = 120;
/** The next call of the alias gets the version; cold starts of the first ones are over within a tick. */
const ALIAS_SETTLE_SECONDS = 60;
/** The Parameters and Secrets extension of Lambda, like most readers, keeps a value for five minutes. */
const PARAMETER_SETTLE_SECONDS = 300;

const definitions: { readonly [Kind in ActionKind]: ActionDefinition<Kind> } = {
  'ecs-service/set-desired-count': {
    reversibility: 'reversible',
    settleSeconds: SCALING_SETTLE_SECONDS,
    isVisible: (action, before, live) =>
      live.desiredCount === action.desiredCount && before.desiredCount !== action.desiredCount,
    facts: ({ desiredCount }) => ({ desiredCount }),
    expectedState: (action, before) => ({ ...before, desiredCount: action.desiredCount }),
    invert: (action, before) => ({ ...action, desiredCount: before.desiredCount }),
    describe: (action, before) => `Set desired tasks from ${before.desiredCount} to ${action.desiredCount}`,
  },
  'ecs-service/force-new-deployment': {
    reversibility: 'bounded',
    settleSeconds: DEPLOYMENT_SETTLE_SECONDS,
    isVisible: (_action, before, live) =>
      live.deploymentId !== before.deploymentId && live.taskDefinition === before.taskDefinition,
    facts: ({ taskDefinition, deploymentId }) => ({ taskDefinition, deploymentId }),
    expectedState: (_action, before) => before,
    invert: () => undefined,
    describe: (_action, before) => `Replace all tasks of ${before.taskDefinition}, one after the other`,
  },
  'ecs-service/set-task-definition': {
    reversibility: 'reversible',
    settleSeconds: DEPLOYMENT_SETTLE_SECONDS,
    isVisible: (action, before, live) =>
      live.taskDefinition === action.taskDefinition && before.taskDefinition !== action.taskDefinition,
    facts: ({ taskDefinition, deploymentId }) => ({ taskDefinition, deploymentId }),
    expectedState: (action, before) => ({ ...before, taskDefinition: action.taskDefinition }),
    invert: (action, before) => ({ ...action, taskDefinition: before.taskDefinition }),
    describe: (action, before) => `Deploy ${action.taskDefinition} in place of ${before.taskDefinition}`,
  },
  'scalable-target/set-min-capacity': {
    reversibility: 'reversible',
    settleSeconds: SCALING_SETTLE_SECONDS,
    isVisible: (action, before, live) =>
      live.minCapacity === action.minCapacity && before.minCapacity !== action.minCapacity,
    facts: ({ minCapacity, maxCapacity }) => ({ minCapacity, maxCapacity }),
    expectedState: (action, before) => ({ ...before, minCapacity: action.minCapacity }),
    invert: (action, before) => ({ ...action, minCapacity: before.minCapacity }),
    describe: (action, before) =>
      `Raise the autoscaler's floor from ${before.minCapacity} to ${action.minCapacity} tasks`,
  },
  'configuration/deploy-version': {
    reversibility: 'reversible',
    settleSeconds: CONFIGURATION_SETTLE_SECONDS,
    isVisible: (action, before, live) => live.version === action.version && before.version !== action.version,
    facts: ({ version }) => ({ version }),
    expectedState: (action, before) => ({ ...before, version: action.version }),
    invert: (action, before) => ({ ...action, version: before.version }),
    describe: (action, before) =>
      `Deploy configuration version ${action.version} in place of ${before.version}`,
  },
  'lambda-alias/set-version': {
    reversibility: 'reversible',
    settleSeconds: ALIAS_SETTLE_SECONDS,
    isVisible: (action, before, live) => live.version === action.version && before.version !== action.version,
    facts: ({ version }) => ({ version }),
    expectedState: (action, before) => ({ ...before, version: action.version }),
    invert: (action, before) => ({ ...action, version: before.version }),
    describe: (action, before) =>
      `Point the alias at version ${action.version} in place of ${before.version}`,
  },
  'ssm-parameter/restore-version': {
    reversibility: 'reversible',
    settleSeconds: PARAMETER_SETTLE_SECONDS,
    isVisible: (action, before, live) =>
      live.valueDigest === action.valueDigest && before.valueDigest !== action.valueDigest,
    facts: ({ valueDigest }) => ({ valueDigest }),
    expectedState: ({ version, valueDigest }, before) => ({ ...before, version, valueDigest }),
    invert: (action, { version, valueDigest }) => ({ ...action, version, valueDigest }),
    describe: (action, before) =>
      `Write the value of version ${action.version} again in place of that of version ${before.version}`,
  },
};

/** The definition of an action's kind over states of any type; the pairing is checked at run time, once, here. */
function definitionFor(action: Action, ...states: readonly ResourceState[]): ActionDefinition<ActionKind> {
  const stranger = states.find(({ type }) => !action.kind.startsWith(`${type}/`));
  if (stranger) {
    throw new RangeError(
      `Action ${action.kind} on ${action.resourceId} cannot be judged by a ${stranger.type} state`,
    );
  }
  return definitions[action.kind] as ActionDefinition<ActionKind>;
}

/** Whether and how an action can be taken back. */
export function reversibilityOf(action: Action): Reversibility {
  return definitionFor(action).reversibility;
}

/** Seconds until the action has taken full effect, at most. */
export function settleSecondsOf(action: Action): number {
  return definitionFor(action).settleSeconds;
}

/** Whether `live` shows that the action has been carried out on `before`. */
export function isActionVisible(action: Action, before: ResourceState, live: ResourceState): boolean {
  return definitionFor(action, before, live).isVisible(action, before as never, live as never);
}

/** Whether the action gives the service more tasks than `before`. */
export function addsCapacity(action: Action, before: ResourceState): boolean {
  if (action.kind === 'ecs-service/set-desired-count' && before.type === 'ecs-service')
    return action.desiredCount > before.desiredCount;
  return (
    action.kind === 'scalable-target/set-min-capacity' &&
    before.type === 'scalable-target' &&
    action.minCapacity > before.minCapacity
  );
}

/** The facts of `state` that the action rests on. */
export function factsOf(action: Action, state: ResourceState): Facts {
  return definitionFor(action, state).facts(state as never);
}

/** The state that `before` turns into when the action has taken full effect. */
export function expectedState(action: Action, before: ResourceState): ResourceState {
  return definitionFor(action, before).expectedState(action, before as never);
}

/** The action that restores `before`, or undefined where nothing has to be restored. */
export function invertAction(action: Action, before: ResourceState): Action | undefined {
  return definitionFor(action, before).invert(action, before as never);
}

/** One sentence, from where to where, for an approver. */
export function describeAction(action: Action, before: ResourceState): string {
  return definitionFor(action, before).describe(action, before as never);
}
