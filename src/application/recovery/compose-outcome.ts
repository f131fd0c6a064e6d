// The outcome of a recovery, from all that was stored on the way.

import type {
  ApprovalStore,
  CaptureStore,
  PlanStore,
  VerificationStore,
} from '#application/ports/recovery.ts';
import { parseCaptureStep } from '#contracts/naming.ts';
import { secondsBetween } from '#domain/ids.ts';
import type { Incident, IncidentEnd } from '#domain/incident/incident.ts';
import { summarizeAttempts } from '#domain/outcome/attempts.ts';
import type { Outcome } from '#domain/outcome/outcome.ts';

export interface ComposeOutcomeDeps {
  readonly plans: PlanStore;
  readonly captures: CaptureStore;
  readonly approvals: ApprovalStore;
  readonly verifications: VerificationStore;
}

/** Where it ended, and by which route. */
export interface Ending {
  readonly end: IncidentEnd;
  readonly reason: string;
}

/** What finally happened to a closed incident. */
export async function composeOutcome(
  deps: ComposeOutcomeDeps,
  incident: Incident,
  { end, reason }: Ending,
): Promise<Outcome> {
  const { incidentId, executionId, serviceId, onsetAt, openedAt, closedAt = openedAt } = incident;
  const captures = await deps.captures.listOf(executionId);
  const attempts = summarizeAttempts({
    plans: await deps.plans.listOf(incidentId),
    approvals: await deps.approvals.listOf(incidentId),
    verifications: await deps.verifications.list(incidentId),
    capturesOf: ({ attempt }) =>
      captures.filter(({ step }) => {
        const name = parseCaptureStep(step);
        return name.phase === 'apply' && name.attempt === attempt;
      }),
  });
  return {
    incidentId,
    executionId,
    serviceId,
    end,
    reason,
    attempts,
    detectSeconds: secondsBetween(onsetAt, openedAt),
    totalSeconds: secondsBetween(onsetAt, closedAt),
    at: closedAt,
  };
}
