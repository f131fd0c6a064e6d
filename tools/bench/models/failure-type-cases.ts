// What each voice called the incidents of a story, and what they truly were.

import type { Diagnosis } from '#domain/diagnosis/diagnosis.ts';
import type { FailureType } from '#domain/diagnosis/failure-type.ts';
import { tellsOf } from '#local/demo/scoring.ts';
import { typesOf } from '../../features/failure-types/true-types.ts';
import type { StoryRecord } from './fleet-run.ts';
import { byNearness } from './fleet-tally.ts';

/** A type, and how sure its voice was of it. */
export interface NamedType {
  readonly failureType: FailureType;
  /** 0 to 1. */
  readonly confidence: number;
}

/** One incident. */
export interface TypeCase {
  /** Any of these is right: two faults can be at work at once. The nearest to its onset comes first. */
  readonly truth: readonly FailureType[];
  readonly tree: NamedType;
  readonly classifier: NamedType;
  readonly fused: NamedType;
}

export type TypeVoice = Exclude<keyof TypeCase, 'truth'> | 'majority';

const NOTHING: NamedType = { failureType: 'unexplained', confidence: 0 };

/** One case for each incident that was not over before it was looked at. */
export function judgeTypes(record: StoryRecord): readonly TypeCase[] {
  return record.incidents.flatMap((incident) => {
    const diagnosis = record.diagnoses.find(({ incidentId }) => incidentId === incident.incidentId);
    if (!diagnosis || diagnosis.outcome === 'recovered-by-itself') return [];
    const faults = record.faults.filter((fault) => tellsOf(incident, fault, record.endedAt));
    const truth = byNearness(incident, faults).flatMap(typesOf);
    return [
      {
        truth: truth.length > 0 ? truth : ['unexplained' as const],
        tree: firstOf(diagnosis, 'decision-tree'),
        classifier: firstOf(diagnosis, 'type-classifier'),
        fused: diagnosis.hypotheses[0] ?? NOTHING,
      },
    ];
  });
}

function firstOf({ voices = [] }: Diagnosis, name: 'decision-tree' | 'type-classifier'): NamedType {
  const [first] = voices
    .filter(({ speaker }) => speaker === name)
    .flatMap(({ causes }) => causes.slice(0, 1));
  return first?.failureType ? { failureType: first.failureType, confidence: first.score } : NOTHING;
}

/** The type that most of the cases are of; it is named without any confidence. */
export function majorityOf(cases: readonly TypeCase[]): NamedType {
  const byType = Map.groupBy(cases, ({ truth: [first] }) => first ?? 'unexplained');
  const [most] = [...byType].toSorted(([, one], [, other]) => other.length - one.length);
  return { failureType: most?.[0] ?? 'unexplained', confidence: 0 };
}
