// The functions of a deployment: one for each folder of functions/, and one for each acting strategy of those that act.

import type { FunctionName } from '#contracts/environment.ts';
import type { Permission } from './permission.ts';
import { type ActingStrategy, PERMISSIONS_BY_STRATEGY, READS_BY_FUNCTION } from './permissions.ts';
import { permissionsFromEnvironment } from './surroundings.ts';

/** What a kind of function gets of Lambda. */
export interface FunctionSize {
  readonly memoryMb: number;
  readonly timeoutSeconds: number;
}

export const SIZES = {
  /** Half a dozen small calls. Memory buys processor time, which a cold start needs most. */
  light: { memoryMb: 256, timeoutSeconds: 30 },
  /** A step of the recovery: must end before the 60 s of its state, or the state would repeat it while it still runs. */
  step: { memoryMb: 512, timeoutSeconds: 55 },
  /** A step that also ranks causes: the model runtime takes about 100 MB more. */
  diagnosing: { memoryMb: 768, timeoutSeconds: 55 },
  /** Reads all services on each tick, and sweeps: must be done before the next tick. */
  planning: { memoryMb: 512, timeoutSeconds: 55 },
  /** The model runtime takes about 100 MB; the rest buys the processor that scoring is bound by. */
  scoring: { memoryMb: 1024, timeoutSeconds: 60 },
  /** Reads weeks of many services, page after page: must be done before the next tick of five minutes. */
  foresight: { memoryMb: 1024, timeoutSeconds: 280 },
  /** A minute's share of ten thousand services: thirteen pages of metrics, and ten seconds of computing. */
  forecasting: { memoryMb: 1024, timeoutSeconds: 60 },
  /** A day of all services: a few hundred megabytes go by, a quarter of a day of 200 services at a time is held. */
  mining: { memoryMb: 1024, timeoutSeconds: 600 },
} as const satisfies Record<string, FunctionSize>;

/** The folders of `models/` that go beside the functions that run them; all others stay small and start fast. */
export const MODELS_BY_FUNCTION: Readonly<Partial<Record<FunctionName, readonly string[]>>> = {
  'score-services': ['anomaly-boosting', 'anomaly-isolation-forest', 'anomaly-window'],
  'predict-failures': ['failure-boosting'],
  'diagnose-incident': ['cause-ranker', 'error-class', 'failure-type'],
  'plan-recovery': ['cause-ranker', 'error-class', 'failure-type'],
  'forecast-demand': ['forecast-mixer'],
};

export interface FunctionDefinition {
  /** Its folder in functions/. */
  readonly folder: FunctionName;
  /** Of those that act: the strategy that this copy acts for, with the rights of that strategy and no others. */
  readonly strategy?: ActingStrategy;
  readonly size: FunctionSize;
  /** Copies that run at once, at most; reserved, so that a busy account does not starve the healer. */
  readonly concurrency: number;
}

/** A tick after another, never two at once: they would send every service twice. */
const ONE_AT_A_TIME = 1;
/** More than recoveries at once (three by default), with room for their retries. */
const STEPS_AT_ONCE = 5;
/** A strategy acts on one resource at a time in each of the recoveries. */
const ACTS_AT_ONCE = 3;
/** Bursts of events wait; two minutes late is early enough for a change. */
const EVENTS_AT_ONCE = 5;
/** Shards scored at once: ten thousand services within their minute (bench), and fewer calls than CloudWatch allows. */
const SHARDS_AT_ONCE = 10;

const light = (folder: FunctionName, concurrency: number): FunctionDefinition => ({
  folder,
  size: SIZES.light,
  concurrency,
});
const step = (folder: FunctionName, size: FunctionSize = SIZES.step): FunctionDefinition => ({
  folder,
  size,
  concurrency: STEPS_AT_ONCE,
});

export const STEPS = {
  DiagnoseIncident: step('diagnose-incident', SIZES.diagnosing),
  PlanRecovery: step('plan-recovery', SIZES.diagnosing),
  RequestApproval: step('request-approval'),
  BeginExecution: step('begin-execution'),
  VerifyRecovery: step('verify-recovery'),
  CloseIncident: step('close-incident'),
} as const satisfies Record<string, FunctionDefinition>;

/** By the placeholder of the state machine: the first part of the names of one function per strategy. */
export const ACTING_STEPS = {
  ApplyAction: 'apply-action',
  RollBack: 'roll-back',
} as const satisfies Record<string, FunctionName>;

export const PLAN_POLLS: FunctionDefinition = {
  folder: 'plan-polls',
  size: SIZES.planning,
  concurrency: ONE_AT_A_TIME,
};
export const SCORE_SERVICES: FunctionDefinition = {
  folder: 'score-services',
  size: SIZES.scoring,
  concurrency: SHARDS_AT_ONCE,
};
export const PREDICT_FAILURES: FunctionDefinition = {
  folder: 'predict-failures',
  size: SIZES.foresight,
  concurrency: ONE_AT_A_TIME,
};
export const RECEIVE_SIGNAL = light('receive-signal', EVENTS_AT_ONCE);
export const OPEN_INCIDENT = light('open-incident', EVENTS_AT_ONCE);
export const ANSWER_APPROVAL = light('answer-approval', EVENTS_AT_ONCE);
/** A few people and programs at a time; each of their questions takes half a second. */
export const SERVE_API = light('serve-api', EVENTS_AT_ONCE);

/** Each minute has other services, so that one which takes longer is in nobody's way. */
const FORECASTS_AT_ONCE = 2;
export const FORECAST_DEMAND: FunctionDefinition = {
  folder: 'forecast-demand',
  size: SIZES.forecasting,
  concurrency: FORECASTS_AT_ONCE,
};

/** Once a day; a second one would only find the same. */
export const MINE_PATTERNS: FunctionDefinition = {
  folder: 'mine-patterns',
  size: SIZES.mining,
  concurrency: ONE_AT_A_TIME,
};

/** In the order of the stream, so one copy per shard of it; it has a few. */
export const ARCHIVE_AUDIT = light('archive-audit', EVENTS_AT_ONCE);

export const ACTING_STRATEGIES = Object.keys(PERMISSIONS_BY_STRATEGY) as readonly ActingStrategy[];

/** The copy of an acting step for one strategy. */
export function actingStep(folder: FunctionName, strategy: ActingStrategy): FunctionDefinition {
  return { folder, strategy, size: SIZES.step, concurrency: ACTS_AT_ONCE };
}

/** All functions of a deployment. */
export const FUNCTIONS: readonly FunctionDefinition[] = [
  PLAN_POLLS,
  SCORE_SERVICES,
  PREDICT_FAILURES,
  RECEIVE_SIGNAL,
  OPEN_INCIDENT,
  FORECAST_DEMAND,
  MINE_PATTERNS,
  ...Object.values(STEPS),
  ...Object.values(ACTING_STEPS).flatMap((folder) =>
    ACTING_STRATEGIES.map((strategy) => actingStep(folder, strategy)),
  ),
  ANSWER_APPROVAL,
  SERVE_API,
  ARCHIVE_AUDIT,
];

/** `fleetmedic-plan-polls`, `fleetmedic-apply-action-service-restart`. */
export function functionNameOf({ folder, strategy }: FunctionDefinition): string {
  return ['fleetmedic', folder, strategy].filter((part) => part !== undefined).join('-');
}

/** Everything a function may do. */
export function permissionsOf({ folder, strategy }: FunctionDefinition): readonly Permission[] {
  return [
    ...permissionsFromEnvironment(folder),
    ...(READS_BY_FUNCTION[folder] ?? []),
    ...(strategy ? PERMISSIONS_BY_STRATEGY[strategy] : []),
  ];
}
