// The environment of the functions: each variable once, and which function gets which. CDK writes exactly these, and the
// composition root reads no others.

import * as z from 'zod/mini';

const name = z.string().check(z.minLength(1));

/** What every function of the loop is given. */
const Base = z.object({
  /** The one table. */
  FLEETMEDIC_TABLE: name,
  /** The SSM parameter of the stop switch. */
  FLEETMEDIC_STOP_SWITCH: name,
  /** The bus of Fleetmedic's own events. */
  FLEETMEDIC_BUS: name,
});

/** Functions that start, resume or end recoveries. */
const Recoveries = z.extend(Base, {
  /** The ARN of the recovery state machine. */
  FLEETMEDIC_STATE_MACHINE: name,
});

/** Functions that call people. */
const Paging = z.extend(Base, {
  /** The ARN of the SNS topic that pages. */
  FLEETMEDIC_PAGE_TOPIC: name,
});

/** `request-approval`: calls people, and answers at once what was decided before. */
const Asking = z.extend(Recoveries, { FLEETMEDIC_PAGE_TOPIC: name });

/** `receive-signal`: feeds the queue when an alarm rings. */
const Receiving = z.extend(Base, {
  FLEETMEDIC_POLL_QUEUE_URL: name,
});

/** `plan-polls`: feeds the queue, and sweeps what expired. */
const Planner = z.extend(Asking, {
  FLEETMEDIC_POLL_QUEUE_URL: name,
});

/** Functions that act, and take back. */
const Acting = z.extend(Base, {
  /** The AppConfig deployment strategy that deploys at once and does not bake. */
  FLEETMEDIC_CONFIGURATION_STRATEGY: name,
});

/** `score-services`: tries what trainings have made. */
const Scoring = z.extend(Base, {
  /** The bucket with the versions of the scoring model. */
  FLEETMEDIC_MODELS: name,
});

/** The receiver of Slack's clicks. */
const Slack = z.extend(Recoveries, {
  /** The ARN or name of the secret with Slack's signing secret. */
  FLEETMEDIC_SLACK_SECRET: name,
});

/** `archive-audit`: is handed what it archives, and so need not reach the table. */
const Archiver = z.object({
  /** The bucket of the audit archive. */
  FLEETMEDIC_AUDIT_ARCHIVE: name,
});

const SCHEMAS = {
  'plan-polls': Planner,
  'score-services': Scoring,
  'predict-failures': Base,
  'receive-signal': Receiving,
  'open-incident': Recoveries,
  'forecast-demand': Recoveries,
  'mine-patterns': Base,
  'diagnose-incident': Base,
  'plan-recovery': Base,
  'request-approval': Asking,
  'begin-execution': Base,
  'apply-action': Acting,
  'roll-back': Acting,
  'verify-recovery': Base,
  'close-incident': Paging,
  'answer-approval': Slack,
  'serve-api': Base,
  'archive-audit': Archiver,
} as const;

export type FunctionName = keyof typeof SCHEMAS;
/** Those that work on the table. */
export type LoopFunctionName = Exclude<FunctionName, 'archive-audit'>;
export type EnvironmentOf<Name extends FunctionName> = z.infer<(typeof SCHEMAS)[Name]>;

/** The environment of each function, by its folder in `functions/`. */
export const FUNCTION_ENVIRONMENTS: { readonly [Name in FunctionName]: z.ZodMiniType<EnvironmentOf<Name>> } =
  SCHEMAS;
