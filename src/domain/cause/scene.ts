// The components of an incident as they stand to each other: what each shows, who calls it, whom it calls, and how far it
// is from the symptom.

import type { CallGraph } from '#domain/cause/component.ts';
import type { ComponentEvidence } from '#domain/cause/evidence.ts';

/** One component in its place. */
export interface Member {
  readonly evidence: ComponentEvidence;
  readonly callers: readonly Member[];
  readonly callees: readonly Member[];
  /** Whether calls lead from the component of the symptom to this one; all are reached where there is no symptom. */
  readonly isOnPath: boolean;
  readonly isSymptom: boolean;
}

/** The members, in the order of the evidence. Calls of or to what is not measured are left out. */
export function setScene(
  evidence: readonly ComponentEvidence[],
  calls: CallGraph,
  symptom: string | undefined,
): readonly Member[] {
  const reached = symptom === undefined ? undefined : reachOf(symptom, calls);
  const members = evidence.map((each) => ({
    evidence: each,
    callers: [] as Member[],
    callees: [] as Member[],
    isOnPath: reached?.has(each.name) ?? true,
    isSymptom: each.name === symptom,
  }));
  for (const caller of members) {
    const called = new Set(calls.get(caller.evidence.name));
    for (const callee of members.filter(({ evidence: { name } }) => called.has(name))) {
      caller.callees.push(callee);
      callee.callers.push(caller);
    }
  }
  return members;
}

/** A set is walked in the order of insertion, what is added on the way included. */
function reachOf(start: string, calls: CallGraph): ReadonlySet<string> {
  const reached = new Set([start]);
  for (const name of reached) for (const callee of calls.get(name) ?? []) reached.add(callee);
  return reached;
}

/** The strongest harm of a kind among some members, in usual steps; 0 for none. */
export function strongestOf(members: readonly Member[], kind: 'latency' | 'errors'): number {
  return Math.max(0, ...members.map(({ evidence }) => evidence.strengths[kind]));
}
