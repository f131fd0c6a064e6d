// The error names of the States language, and which of them a retrier or catcher matches.

/** Error names that the interpreter itself reports or gives a meaning to (States language, appendix A). */
export const STATES_ERRORS = {
  all: 'States.ALL',
  timeout: 'States.Timeout',
  heartbeatTimeout: 'States.HeartbeatTimeout',
  taskFailed: 'States.TaskFailed',
  permissions: 'States.Permissions',
  branchFailed: 'States.BranchFailed',
  noChoiceMatched: 'States.NoChoiceMatched',
  queryEvaluation: 'States.QueryEvaluationError',
  tooManyFailures: 'States.ExceedToleratedFailureThreshold',
  itemReaderFailed: 'States.ItemReaderFailed',
  resultWriterFailed: 'States.ResultWriterFailed',
  dataLimitExceeded: 'States.DataLimitExceeded',
  runtime: 'States.Runtime',
} as const;

/** Names with the prefix `States.` are reserved: any other one is a typing error. */
export function isKnownErrorName(name: string): boolean {
  const known: readonly string[] = Object.values(STATES_ERRORS);
  return known.includes(name) || !name.startsWith('States.');
}

/** The wildcards leave these to be named (too much data) or to end the execution (a fault of the definition). */
const TERMINAL: ReadonlySet<string> = new Set([STATES_ERRORS.dataLimitExceeded, STATES_ERRORS.runtime]);

const TIMEOUTS: ReadonlySet<string> = new Set([STATES_ERRORS.timeout, STATES_ERRORS.heartbeatTimeout]);

/**
 * Whether a list of `ErrorEquals` covers an error. `States.Timeout` includes missed heartbeats, `States.TaskFailed`
 * everything but timeouts, `States.ALL` everything but terminal errors; `States.Runtime` is never covered.
 */
export function matchesError(errorEquals: readonly string[], error: string): boolean {
  if (error === STATES_ERRORS.runtime) return false;
  if (errorEquals.includes(error)) return true;
  if (TERMINAL.has(error)) return false;
  if (errorEquals.includes(STATES_ERRORS.all)) return true;
  if (errorEquals.includes(STATES_ERRORS.timeout) && TIMEOUTS.has(error)) return true;
  return errorEquals.includes(STATES_ERRORS.taskFailed) && !TIMEOUTS.has(error);
}

/** A state failed with an error name of the States language; carried to the state's retriers and catchers. */
export class StateError extends Error {
  override readonly name = 'StateError';
  readonly error: string;
  override readonly cause: string | undefined;
  /** The field whose expression failed; set for States.QueryEvaluationError only. */
  readonly field: string | undefined;

  constructor(error: string, cause?: string, field?: string) {
    super(cause === undefined ? error : `${error}: ${cause}`);
    this.error = error;
    this.cause = cause;
    this.field = field;
  }
}
