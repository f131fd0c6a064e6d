// Which service was at fault, as far as anybody knows: the one that a remedy was verified to mend, or else the one that the
// diagnosis named and people called useful.

import type { Diagnosis } from '#domain/diagnosis/diagnosis.ts';
import type { Feedback } from '#domain/feedback/feedback.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { Outcome } from '#domain/outcome/outcome.ts';
import type { Plan } from '#domain/plan/plan.ts';

export interface CauseFacts {
  readonly outcome: Pick<Outcome, 'attempts'> | undefined;
  /** Of the incident. */
  readonly plans: readonly Pick<Plan, 'strategy' | 'failureType' | 'serviceId' | 'attempt'>[];
  readonly feedback: Pick<Feedback, 'verdict'> | undefined;
  readonly diagnosis: Pick<Diagnosis, 'hypotheses'>;
}

/** The service; undefined when nobody knows, when people say that it was another one, and when there was no trouble. */
export function trueServiceOf({ outcome, plans, feedback, diagnosis }: CauseFacts): ServiceId | undefined {
  if (feedback && feedback.verdict !== 'useful') return undefined;
  const mended = outcome?.attempts.find(({ mutated, result }) => mutated && result === 'recovered');
  const plan = plans.findLast(
    ({ strategy, failureType }) => strategy === mended?.strategy && failureType === mended.failureType,
  );
  return plan?.serviceId ?? (feedback && diagnosis.hypotheses[0]?.serviceId);
}
