// Whether an incident was trouble, as far as anybody knows: people's word first, then a verified recovery.

import type { Feedback } from '#domain/feedback/feedback.ts';
import type { Outcome } from '#domain/outcome/outcome.ts';

/** `unknown`: nobody said anything and nothing was verified; it teaches nothing. */
export type IncidentLabel = 'trouble' | 'no-trouble' | 'unknown';

/** The label of an ended incident. A remedy that worked proves that there was something to mend; its failure proves nothing. */
export function labelOf(outcome: Outcome | undefined, feedback: Feedback | undefined): IncidentLabel {
  if (feedback) return feedback.verdict === 'false-alarm' ? 'no-trouble' : 'trouble';
  const isMended = outcome?.attempts.some(({ mutated, result }) => mutated && result === 'recovered');
  return isMended ? 'trouble' : 'unknown';
}
