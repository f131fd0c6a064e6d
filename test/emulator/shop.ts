// The shop of the emulator run: one service per case, all ill from the same minute on, so that the cases go
// through their recoveries side by side. Most have two ECS tasks and a target group.

import { buildResourceId } from '#contracts/naming.ts';
import { ServiceId } from '#domain/ids.ts';

export const CLUSTER = 'shop';
export const TASKS_BEFORE = 2;
/** Fleetmedic at most doubles. */
export const TASKS_AFTER = 4;

/** What is wrong with a service. `overloaded`: too few tasks; `failing`: it fails, whatever is done. */
export type Illness = 'overloaded' | 'failing';

interface Case {
  readonly mode: 'approve' | 'auto';
  readonly illness: Illness;
  /** Share of all traffic: plans for less of it are of lower risk, and lapse sooner here. */
  readonly trafficShare: number;
}

const overloaded = (mode: Case['mode']) => ({ mode, illness: 'overloaded', trafficShare: 1 }) as const;

/** What each service is there for; recovery.test.ts tells the stories. */
export const CASES = {
  checkout: overloaded('approve'),
  cart: overloaded('approve'),
  orders: { ...overloaded('approve'), trafficShare: 0.01 },
  payment: overloaded('approve'),
  catalog: overloaded('approve'),
  // Its version is new, and suspected in vain.
  search: { mode: 'auto', illness: 'failing', trafficShare: 1 },
  inventory: overloaded('auto'),
  shipping: overloaded('auto'),
  accounts: overloaded('auto'),
} as const satisfies Record<string, Case>;

export type CaseName = keyof typeof CASES;

/** Of the run that checks permissions: between them they call every function. */
export const GUARDED_CASES: readonly CaseName[] = ['checkout', 'search'];
export const ALL_CASES = Object.keys(CASES) as readonly CaseName[];
/** Of each function; the newest one is in use. */
export const VERSIONS = 2;
/** Tasks from which an overloaded service is well again. */
export const TASKS_NEEDED = 3;

export const APPROVER = 'U0ANA';
export const STRANGER = 'U0MALLORY';

export const ecsServiceOf = (name: string) => buildResourceId({ type: 'ecs-service', scope: CLUSTER, name });
export const ALIAS = 'live';
export const lambdaAliasOf = (name: string) =>
  buildResourceId({ type: 'lambda-alias', scope: name, name: ALIAS });
export const targetGroupOf = (name: string) =>
  buildResourceId({ type: 'target-group', scope: CLUSTER, name });

/** An overloaded service runs on ECS, a failing one is a Lambda function. */
export function resourcesOf(name: CaseName) {
  return CASES[name].illness === 'failing'
    ? [lambdaAliasOf(name)]
    : [ecsServiceOf(name), targetGroupOf(name)];
}

/** fleetmedic.yaml of the shop: everything as quick as the settings allow, for time is real here. */
export function settingsOf(cases: readonly CaseName[]) {
  return {
    version: 1,
    mode: 'auto',
    services: cases.map((name) => ({
      id: ServiceId.parse(name),
      mode: CASES[name].mode,
      resources: resourcesOf(name),
      maxTasks: 10,
      trafficShare: CASES[name].trafficShare,
    })),
    approvals: { approvers: [`slack:${APPROVER}`], expiryMinutes: { low: 2, medium: 7, high: 7 } },
    polling: { calmSeconds: 60 },
    guardrails: {
      maxConcurrentRecoveries: 20,
      stormIncidents: 100,
      maxUnhealthyShare: 1,
      cooldownSeconds: 0,
    },
    recovery: {
      soakSeconds: 30,
      recheckSeconds: 30,
      patienceSeconds: 60,
      holdDownSeconds: 60,
      goodMinutes: 1,
    },
  };
}
