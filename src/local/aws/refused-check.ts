// A read of the account that failed, as a finding: a permission that is missing is named by its action.

import type { Check } from '../cli/doctor-checks.ts';

/** How AWS names the action that was refused. */
const REFUSED_ACTION = /not authorized to perform: ([\w-]+:\w+)/;

/** The action that the caller lacks, as `ecs:DescribeServices`; undefined when that is not what failed. */
export function missingAction(error: unknown): string | undefined {
  return REFUSED_ACTION.exec(String(error))?.[1];
}

export interface Refusal {
  readonly principal: string;
  /** Whether the loop itself needs the answer; without it only this check is poorer. */
  readonly isNeeded: boolean;
}

/** The finding for something that could not be read. */
export function refusedCheck(name: string, error: unknown, { principal, isNeeded }: Refusal): Check {
  const action = missingAction(error);
  return {
    name,
    state: isNeeded ? 'FAIL' : 'WARN',
    detail: action ? `${principal} may not ${action}` : messageOf(error),
    remedy: action
      ? `Allow ${action} to it; see docs/permissions.md`
      : 'Do what it says, or try again; what is unknown is never taken for well',
  };
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
