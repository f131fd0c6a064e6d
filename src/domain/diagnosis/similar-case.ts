// How alike two incidents are: where, what was seen, what is believed to be the cause, what was changed before, and which
// errors came with it. A declared weighted mean, so that every likeness can be explained.

import type { Evidence } from '#domain/anomaly/anomaly.ts';
import type { ChangeKind } from '#domain/change/change.ts';
import type { Diagnosis, FailureType, Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import type { PastCase, SharedTrait } from '#domain/diagnosis/past-case.ts';
import type { ErrorCategory } from '#domain/error-class/error-class.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';

/** What is compared of an incident. What is undefined was not known, and counts neither for nor against. */
export interface CaseTraits {
  /** All that show it: which of them is noticed first is chance. */
  readonly serviceIds: readonly ServiceId[];
  /** What the service consists of that it began on, in one word; alike for services built alike. */
  readonly kind: string;
  /** Of all services. */
  readonly evidence: readonly Evidence[];
  readonly hypotheses?: readonly Hypothesis[] | undefined;
  readonly changedBefore?: readonly ChangeKind[] | undefined;
  readonly errors?: readonly ErrorCategory[] | undefined;
}

/** A past incident that has ended, with what became of it. */
export interface PastIncident {
  readonly traits: CaseTraits;
  readonly pastCase: Omit<PastCase, 'similarity' | 'shared'>;
}

/** What each trait weighs: what users felt and why say most; a service has few ways to fail, and repeats them. */
const WEIGHTS = { symptoms: 0.35, cause: 0.3, service: 0.15, changes: 0.1, errors: 0.1 } as const;
type Trait = keyof typeof WEIGHTS;
/** Another service that is built alike. */
const SAME_KIND = 0.5;
/** From here on a trait is worth a word, and below it a case is not worth one. */
const SHARED_FROM = 0.6;
const LEAST_SIMILARITY = 0.6;
/** Hypotheses that speak for what the cause was held to be. */
const BELIEVED = 2;

export interface Likeness {
  readonly similarity: number;
  readonly shared: readonly SharedTrait[];
}

/** How alike two incidents are, 0 to 1: the mean over the traits that are known of both. */
export function compareCases(one: CaseTraits, other: CaseTraits): Likeness {
  const found: Readonly<Record<Trait, number | undefined>> = {
    symptoms: compareSymptoms(one.evidence, other.evidence),
    cause: compareCauses(one.hypotheses, other.hypotheses),
    service: compareServices(one, other),
    changes: compareSets(one.changedBefore, other.changedBefore),
    errors: compareSets(one.errors, other.errors),
  };
  const known = (Object.keys(WEIGHTS) as Trait[]).flatMap((trait) => {
    const likeness = found[trait];
    return likeness === undefined ? [] : [{ trait, likeness, weight: WEIGHTS[trait] }];
  });
  const weight = known.reduce((sum, each) => sum + each.weight, 0);
  const similarity = known.reduce((sum, each) => sum + each.weight * each.likeness, 0) / weight;
  const shared = known.filter(({ likeness }) => likeness >= SHARED_FROM).map(({ trait }) => trait);
  const isOfKind = !shared.includes('service') && one.kind === other.kind;
  return {
    similarity: Math.round(similarity * 100) / 100,
    shared: [...shared, ...(isOfKind ? (['kind-of-service'] as const) : [])],
  };
}

/** The most similar past incident; of equals the latest, then the alphabet decides. Undefined when none is similar enough. */
export function findSimilarCase(traits: CaseTraits, past: readonly PastIncident[]): PastCase | undefined {
  const [best] = past
    .map(({ traits: other, pastCase }) => ({ ...pastCase, ...compareCases(traits, other) }))
    .filter(({ similarity }) => similarity >= LEAST_SIMILARITY)
    .toSorted(
      (a, b) =>
        b.similarity - a.similarity || b.onsetAt - a.onsetAt || (a.incidentId < b.incidentId ? -1 : 1),
    );
  return best;
}

/** What is remembered of an incident that has ended. */
export function traitsOf(
  { serviceIds, evidence }: Incident,
  kind: string,
  diagnosis: Pick<Diagnosis, 'hypotheses' | 'changedBefore' | 'errors'> | undefined,
): CaseTraits {
  return {
    serviceIds,
    kind,
    evidence: Object.values(evidence).flat(),
    hypotheses: diagnosis?.hypotheses,
    changedBefore: diagnosis?.changedBefore,
    errors: diagnosis?.errors?.flatMap(({ category }) => category ?? []),
  };
}

function compareServices(one: CaseTraits, other: CaseTraits): number {
  const common = overlap(asMap(one.serviceIds), asMap(other.serviceIds));
  return Math.max(common, one.kind === other.kind ? SAME_KIND : 0);
}

/** Indicators by direction and largest size, on a logarithmic scale: twice as far off is nearly as far. */
function compareSymptoms(one: readonly Evidence[], other: readonly Evidence[]): number | undefined {
  return one.length === 0 || other.length === 0 ? undefined : overlap(sizesOf(one), sizesOf(other));
}

function sizesOf(evidence: readonly Evidence[]): ReadonlyMap<string, number> {
  const key = (indicator: IndicatorName, direction: Evidence['direction']) => `${indicator} ${direction}`;
  const smallestFirst = evidence.toSorted((a, b) => Math.abs(a.deviation) - Math.abs(b.deviation));
  return new Map(
    smallestFirst.map((each) => [key(each.indicator, each.direction), Math.log1p(Math.abs(each.deviation))]),
  );
}

function compareCauses(
  one: readonly Hypothesis[] | undefined,
  other: readonly Hypothesis[] | undefined,
): number | undefined {
  return one === undefined || other === undefined ? undefined : overlap(beliefsOf(one), beliefsOf(other));
}

/** The first hypotheses by failure type: the surest of each. */
function beliefsOf(hypotheses: readonly Hypothesis[]): ReadonlyMap<FailureType, number> {
  const surestLast = hypotheses
    .slice(0, BELIEVED)
    .filter(({ failureType }) => failureType !== 'unexplained')
    .toReversed();
  return new Map(surestLast.map(({ failureType, confidence }) => [failureType, confidence]));
}

/** What both have, of all that either has (Ruzicka's similarity); two that have nothing are alike. */
function overlap(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): number {
  const names = [...new Set([...one.keys(), ...other.keys()])];
  const pairs = names.map((name) => [one.get(name) ?? 0, other.get(name) ?? 0] as const);
  const all = pairs.reduce((sum, [a, b]) => sum + Math.max(a, b), 0);
  return all === 0 ? 1 : pairs.reduce((sum, [a, b]) => sum + Math.min(a, b), 0) / all;
}

function compareSets(
  one: readonly string[] | undefined,
  other: readonly string[] | undefined,
): number | undefined {
  if (one === undefined || other === undefined) return undefined;
  return overlap(asMap(one), asMap(other));
}

function asMap(words: readonly string[]): ReadonlyMap<string, number> {
  return new Map(words.map((word) => [word, 1]));
}
