// Which act a verification judges, when it was done, and how long it needs: found from the captures of the attempt.

import type { CaptureStore } from '#application/ports/recovery.ts';
import { buildCaptureStep, parseCaptureStep } from '#contracts/naming.ts';
import type { VerifyInput } from '#contracts/steps/recovery.ts';
import { settleSecondsOf } from '#domain/action/definitions.ts';
import type { Capture } from '#domain/capture/capture.ts';
import type { Instant } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { Verification } from '#domain/verification/verification.ts';

export interface JudgedAct {
  /** When it was done: before and after are told apart by it. */
  readonly at: Instant;
  /** Since when the present phase lasts. */
  readonly phaseSince: Instant;
  /** Seconds it needs to take effect; 0 when nothing was done. */
  readonly settleSeconds: number;
}

interface Look {
  readonly input: VerifyInput;
  readonly incident: Incident;
  readonly plan: Plan | undefined;
  readonly now: Instant;
  readonly earlier: readonly Verification[];
}

/** The act that is judged in this phase; while watching, the trouble itself. */
export async function findJudgedAct(
  { captures }: { readonly captures: CaptureStore },
  { input, incident, plan, now, earlier }: Look,
): Promise<JudgedAct> {
  if (!plan) return { at: incident.onsetAt, phaseSince: incident.openedAt, settleSeconds: 0 };
  const own = await captures.listOf(plan.executionId);
  if (input.phase === 'after-rollback') return afterRollback(own, plan, now);
  const { actionIndex } = input;
  const step = buildCaptureStep({ phase: 'apply', attempt: plan.attempt, actionIndex });
  const act = own.find((capture) => capture.step === step);
  const at = act?.at ?? plan.createdAt;
  const settleSeconds = act ? settleSecondsOf(act.action) : 0;
  const held = earlier.find(({ phase, planId }) => phase === 'hold-down' && planId === plan.planId);
  return { at, phaseSince: input.phase === 'hold-down' ? (held?.at ?? now) : at, settleSeconds };
}

/** The last way back of the attempt; where none was gone there is nothing to wait for. */
function afterRollback(captures: readonly Capture[], { attempt, createdAt }: Plan, now: Instant): JudgedAct {
  const back = captures.findLast(({ step, result }) => {
    const name = parseCaptureStep(step);
    return name.phase === 'rollback' && name.attempt === attempt && result === 'applied';
  });
  if (!back) return { at: createdAt, phaseSince: now, settleSeconds: 0 };
  return { at: back.at, phaseSince: back.at, settleSeconds: settleSecondsOf(back.action) };
}
