// The handlers of functions/, bound to the adapters of one local runtime, under the names that the state machine calls.

import { handler as applyAction } from '#functions/apply-action/handler.ts';
import { handler as beginExecution } from '#functions/begin-execution/handler.ts';
import { handler as closeIncident } from '#functions/close-incident/handler.ts';
import { handler as diagnoseIncident } from '#functions/diagnose-incident/handler.ts';
import { handler as planRecovery } from '#functions/plan-recovery/handler.ts';
import { handler as requestApproval } from '#functions/request-approval/handler.ts';
import { handler as rollBack } from '#functions/roll-back/handler.ts';
import { handler as verifyRecovery } from '#functions/verify-recovery/handler.ts';
import { STRATEGIES } from '#strategies/registry.ts';

/** What all steps of the recovery need together. */
export type RecoveryDeps = Parameters<typeof applyAction>[0] &
  Parameters<typeof beginExecution>[0] &
  Parameters<typeof closeIncident>[0] &
  Parameters<typeof diagnoseIncident>[0] &
  Parameters<typeof planRecovery>[0] &
  Parameters<typeof requestApproval>[0] &
  Parameters<typeof rollBack>[0] &
  Parameters<typeof verifyRecovery>[0];

/** A function as the state machine calls it. */
export type RecoveryStep = (event: unknown) => Promise<unknown>;

/** Functions gone wrong on purpose, to show that every execution still ends: what stands in for the step of this name. */
export type Sabotage = (name: string, step: RecoveryStep) => RecoveryStep;

const asItIs: Sabotage = (_name, step) => step;

/** The steps by the names under which the state machine calls them: those that change something once per strategy. */
export function bindRecoverySteps(
  deps: RecoveryDeps,
  sabotage: Sabotage = asItIs,
): Record<string, RecoveryStep> {
  const mutating: Record<string, RecoveryStep> = {
    ApplyAction: applyAction(deps),
    RollBack: rollBack(deps),
  };
  const steps: Record<string, RecoveryStep> = {
    DiagnoseIncident: diagnoseIncident(deps),
    PlanRecovery: planRecovery(deps),
    RequestApproval: requestApproval(deps),
    BeginExecution: beginExecution(deps),
    VerifyRecovery: verifyRecovery(deps),
    CloseIncident: closeIncident(deps),
  };
  return Object.fromEntries([
    ...Object.entries(steps).map(([name, step]) => [name, sabotage(name, step)]),
    ...Object.entries(mutating).flatMap(([name, step]) =>
      STRATEGIES.map((strategy) => [`${name}-${strategy.name}`, sabotage(name, step)]),
    ),
  ]);
}
