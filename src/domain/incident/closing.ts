// Why an incident ended, in a sentence, by the stable code of the state machine's route to the end.

const CLOSINGS = {
  verified: 'The remedy worked, and the service stayed well.',
  'recovered-by-itself': 'It was over before anything was done.',
  'recovered-while-watched': 'It went away while it was only watched.',
  'watched-to-the-end': 'It was only watched, as the mode demands, and is still there.',
  'recovered-after-rollback': 'The remedy did not help and was taken back; the service is well again.',
  'review-by-person': 'The evidence does not explain it well enough to act.',
  'no-safe-action': 'No action was safe enough to take.',
  'approval-denied': 'The plan was denied.',
  'approval-expired': 'Nobody answered in time, so nothing was done.',
  'execution-refused': 'The plan could not be begun any more.',
  'attempts-used': 'What was tried did not help, and was taken back.',
  'rollback-incomplete': 'What was tried did not help, and could not be taken back completely.',
  stopped: 'All healing was stopped by a person.',
  'step-failed': 'A step of the recovery failed for good.',
  'recovery-lost': 'Its recovery is gone without having closed it; what it changed may still be in place.',
} as const;

/** The route of what was over before anything was done: nobody needed to be called for it. */
export const OVER_BY_ITSELF = 'recovered-by-itself' satisfies keyof typeof CLOSINGS;

/** The sentence for a reason; an unknown one is given as it is. */
export function explainClosing(reason: string): string {
  return isKnown(reason) ? CLOSINGS[reason] : `It ended: ${reason}.`;
}

function isKnown(reason: string): reason is keyof typeof CLOSINGS {
  return Object.hasOwn(CLOSINGS, reason);
}
