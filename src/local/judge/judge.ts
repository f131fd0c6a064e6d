// The judge: independent of the loop, it stands between the actuator and the plant, looks at every mutating call before
// the plant gets it, and at the whole record when all is over. It counts violations; it never intervenes.

import type { Action } from '#domain/action/action.ts';
import { CALL_CHECKS } from '#local/judge/call-checks.ts';
import { gatherCallFacts, type JudgeSources } from '#local/judge/call-facts.ts';
import { concludeRun } from '#local/judge/conclusions.ts';
import { countViolations, type InvariantId, type Violation } from '#local/judge/invariants.ts';

export interface Judge {
  /** To be awaited before a mutating call reaches the plant. */
  witness(action: Action, clientToken: string): Promise<void>;
  /** All violations of the run; `isSettled` when nothing more will happen, so that unfinished executions count. */
  conclude(options: { readonly isSettled: boolean }): Promise<readonly Violation[]>;
  /** How often each invariant was violated, I1 to I15. */
  count(options: { readonly isSettled: boolean }): Promise<Record<InvariantId, number>>;
}

/** A judge over the plant's truth and the stored record. */
export function makeJudge(sources: JudgeSources): Judge {
  const seen: Violation[] = [];

  async function witness(action: Action, clientToken: string): Promise<void> {
    const facts = await gatherCallFacts(sources, action, clientToken);
    if (!facts) {
      seen.push({
        invariant: 'I12',
        detail: `${action.kind} on ${action.resourceId} is signed by nobody: ${clientToken}`,
      });
      return;
    }
    for (const [invariant, check] of Object.entries(CALL_CHECKS) as [InvariantId, typeof CALL_CHECKS.I1][]) {
      const detail = check?.(facts);
      if (detail)
        seen.push({ invariant, detail: `${clientToken}, ${action.kind} on ${action.resourceId}: ${detail}` });
    }
  }

  async function conclude(options: { readonly isSettled: boolean }): Promise<readonly Violation[]> {
    return [...seen, ...(await concludeRun(sources, options))];
  }

  return { witness, conclude, count: async (options) => countViolations(await conclude(options)) };
}
