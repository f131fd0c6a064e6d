// What was at fault, as far as anybody knows: what a remedy was verified to mend, or else what the diagnosis named first and
// people called useful.

import type { Diagnosis, Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import type { TrueType } from '#domain/diagnosis/shadow-chances.ts';
import type { Feedback } from '#domain/feedback/feedback.ts';
import type { Outcome } from '#domain/outcome/outcome.ts';
import type { Plan } from '#domain/plan/plan.ts';

export interface CauseFacts {
  readonly outcome: Pick<Outcome, 'attempts'> | undefined;
  /** Of the incident. */
  readonly plans: readonly Pick<Plan, 'strategy' | 'failureType' | 'serviceId' | 'attempt'>[];
  readonly feedback: Pick<Feedback, 'verdict'> | undefined;
  readonly diagnosis: Pick<Diagnosis, 'hypotheses'>;
}

/** A service, and what was wrong with it. */
export type TrueCause = Pick<Hypothesis, 'serviceId' | 'failureType'>;

/** The cause; undefined when nobody knows, when people say that it was another one, and when there was no trouble. */
export function trueCauseOf({ outcome, plans, feedback, diagnosis }: CauseFacts): TrueCause | undefined {
  if (feedback && feedback.verdict !== 'useful') return undefined;
  const mended = outcome?.attempts.find(({ mutated, result }) => mutated && result === 'recovered');
  const plan = plans.findLast(
    ({ strategy, failureType }) => strategy === mended?.strategy && failureType === mended.failureType,
  );
  return plan ?? (feedback && diagnosis.hypotheses[0]);
}

/** The cause with the service whose evidence spoke for it: of a broken dependency that is its caller. */
export function trueTypeOf(cause: TrueCause, { hypotheses }: Pick<Diagnosis, 'hypotheses'>): TrueType {
  const { serviceId, failureType } = cause;
  const named = hypotheses.find((each) => each.serviceId === serviceId && each.failureType === failureType);
  return { suspect: named?.seenAt ?? serviceId, failureType };
}
