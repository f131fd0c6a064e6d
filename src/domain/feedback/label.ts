// Whether an incident was trouble, as far as anybody knows: people's word first, then a verified recovery.

import type { Feedback } from '#domain/feedback/feedback.ts';
import { OVER_BY_ITSELF } from '#domain/incident/closing.ts';
import type { Outcome } from '#domain/outcome/outcome.ts';

/** `unknown`: nobody said anything and nothing was verified; it teaches nothing. */
export type IncidentLabel = 'trouble' | 'no-trouble' | 'unknown';

/** The label of an ended incident. A remedy that worked proves that there was something to mend; its failure proves nothing. */
export function labelOf(outcome: Outcome | undefined, feedback: Feedback | undefined): IncidentLabel {
  if (feedback) return feedback.verdict === 'false-alarm' ? 'no-trouble' : 'trouble';
  const isMended = outcome?.attempts.some(({ mutated, result }) => mutated && result === 'recovered');
  return isMended ? 'trouble' : 'unknown';
}

/**
 * Whether people were called for nothing: they say so, or it was over before anything was done and nobody says otherwise.
 * Trouble that Fleetmedic could not explain or mend is not taken for false.
 */
export function isFalsePage(outcome: Outcome | undefined, feedback: Feedback | undefined): boolean {
  return feedback ? feedback.verdict === 'false-alarm' : outcome?.reason === OVER_BY_ITSELF;
}
