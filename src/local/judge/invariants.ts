// The invariants of the safety case by number, as the judge counts them.

/** What must always hold; see architecture, section 4. */
export const INVARIANTS = {
  I1: 'at most one unfinished execution acts on a resource, and it proves its lease',
  I2: 'no mutating call after the stop switch',
  I3: 'no mutating call without a stored capture of the true prior state and a stored inverse',
  I4: 'an approval is bound to one plan, unexpired, used once, by listed people other than the requester',
  I5: 'the plan was made for the state that the call meets',
  I6: 'every execution ends in exactly one of four ends and gives its leases back',
  I7: 'what did not help was taken back, or people were told that it could not be',
  I8: 'never more recoveries at once than allowed, one per service',
  I9: 'nothing is done twice',
  I10: 'no mutating call on missing or stale data',
  I11: 'nothing untagged, denied, frozen or foreign is touched',
  I12: 'an audit entry before and after every mutation, in an unbroken chain',
  I13: 'healthy capacity is never lowered, and nothing is done when too much is ill',
  I14: 'the mode wins',
  I15: 'nothing irreversible, and never to zero',
} as const;

export type InvariantId = keyof typeof INVARIANTS;

export interface Violation {
  readonly invariant: InvariantId;
  /** What was seen, with its ids. */
  readonly detail: string;
}

/** How often each invariant was violated; every number is there. */
export function countViolations(violations: readonly Violation[]): Record<InvariantId, number> {
  const counts = Object.fromEntries(Object.keys(INVARIANTS).map((id) => [id, 0])) as Record<
    InvariantId,
    number
  >;
  for (const { invariant } of violations) counts[invariant] += 1;
  return counts;
}
