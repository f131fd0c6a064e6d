// Joins the walks of all ill services with the call graph: trouble travels from what is called to its callers, so the
// deepest ill service is the likelier cause, unless the evidence is in the caller itself.

import type { ChangeKind } from '#domain/change/change.ts';
import { type Walk, walkTree } from '#domain/diagnosis/decision-tree.ts';
import type { FailureType, Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import type { ServiceFacts } from '#domain/diagnosis/facts.ts';
import type { ServiceId } from '#domain/ids.ts';

/** Confidence in the best hypothesis below which a person has to look. */
export const REVIEW_BAR = 0.4;
/** What a service with an ill dependency keeps of its confidence, by whether a change of its own explains it. */
const VICTIM_FACTOR = 0.55;
const CHANGED_VICTIM_FACTOR = 0.85;
/** What is left for a pointer at a measured service, which has a hypothesis of its own. */
const POINTER_FACTOR = 0.6;

/** What a service keeps of its confidence that the incident does not show, and that nothing which shows it calls. */
const BYSTANDER_FACTOR = 0.6;

/** The kind of change that a failure type blames. */
const BLAMED: Readonly<Partial<Record<FailureType, ChangeKind>>> = {
  'bad-deployment': 'deployment',
  'bad-configuration': 'configuration',
};
const CAUSED_ELSEWHERE: ReadonlySet<FailureType> = new Set(['slow-dependency', 'dependency-down']);

/** What is known of an incident beside the facts of each service. */
export interface RankingScene {
  readonly all: ReadonlyMap<ServiceId, ServiceFacts>;
  /** The services that show the incident, and all that they call. */
  readonly suspects: ReadonlySet<ServiceId>;
}

/** One hypothesis per ill service, best first. */
export function rankHypotheses({ all, suspects }: RankingScene): readonly Hypothesis[] {
  const ill = [...all.values()].filter(({ isIll }) => isIll);
  const ranked = ill.map((facts) => {
    const factor = suspects.has(facts.serviceId) ? 1 : BYSTANDER_FACTOR;
    return { facts, hypothesis: believe(facts, factor) };
  });
  ranked.sort(
    (a, b) => b.hypothesis.confidence - a.hypothesis.confidence || a.facts.onsetAt - b.facts.onsetAt,
  );
  return ranked.map(({ hypothesis }) => hypothesis);
}

/** What is believed of one service, ill or not. */
export function hypothesize(facts: ServiceFacts): Hypothesis {
  return believe(facts, 1);
}

function believe(facts: ServiceFacts, factor: number): Hypothesis {
  const walk = walkTree(facts);
  const blamed = BLAMED[walk.failureType];
  const culprit = culpritOf(walk, facts);
  return {
    failureType: walk.failureType,
    serviceId: culprit,
    ...(culprit !== facts.serviceId && { seenAt: facts.serviceId }),
    confidence: round(walk.confidence * topologyFactor(walk, facts) * factor),
    path: walk.path,
    changeIds: facts.changesBefore.filter(({ kind }) => kind === blamed).map(({ changeId }) => changeId),
    ...(walk.isOwn && { isOwn: true }),
  };
}

/** Where the cause sits: in what is called, for the two failure types that say so. */
function culpritOf({ failureType }: Walk, facts: ServiceFacts): ServiceId {
  const { downDependencies, illDependencies, starvedDependencies, unmeasuredDependencies } = facts;
  const suspects = [
    ...downDependencies,
    ...illDependencies,
    ...starvedDependencies,
    ...unmeasuredDependencies,
  ];
  const [culprit = facts.serviceId] = CAUSED_ELSEWHERE.has(failureType) ? suspects : [];
  return culprit;
}

function topologyFactor({ failureType, isOwn }: Walk, { illDependencies }: ServiceFacts): number {
  if (illDependencies.length === 0 || isOwn) return 1;
  if (CAUSED_ELSEWHERE.has(failureType)) return POINTER_FACTOR;
  return failureType in BLAMED ? CHANGED_VICTIM_FACTOR : VICTIM_FACTOR;
}

function round(confidence: number): number {
  return Math.round(confidence * 1000) / 1000;
}
