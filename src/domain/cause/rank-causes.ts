// From signs to an answer: each component's logit becomes its probability to be the cause, beside the probability that
// there is no single cause at all. Evidence goes with every name, so that an engineer can check it.

import { type CauseSigns, readSigns } from '#domain/cause/cause-signs.ts';
import type { IncidentPicture } from '#domain/cause/component.ts';
import { type Deviation, harmOf } from '#domain/cause/deviation.ts';
import { type ComponentEvidence, gatherEvidence, profileComponents } from '#domain/cause/evidence.ts';
import type { MetricKind } from '#domain/cause/metric-kind.ts';
import { estimateOnset } from '#domain/cause/onset.ts';
import { logPrior } from '#domain/cause/ranking-features.ts';
import { Instant } from '#domain/ids.ts';

/** One reason to believe in a cause: a measure that left its course. */
export interface CauseEvidence {
  /** Whose measure it is: the component itself, or a caller that waits for it. */
  readonly component: string;
  readonly metric: string;
  readonly statistic: string;
  readonly expected: number;
  readonly seen: number;
  /** In usual steps of this measure, signed. */
  readonly deviation: number;
  readonly onsetAt: Instant;
}

export interface RankedCause {
  readonly component: string;
  /** Probability, 0 to 1; with that of "no single cause" all add up to 1. */
  readonly score: number;
  /** Strongest first, never empty. */
  readonly evidence: readonly CauseEvidence[];
}

/** The answer to "what caused it?". */
export interface CauseRanking {
  readonly outcome: 'ranked' | 'no-single-cause';
  readonly onsetAt: Instant;
  /** Best first; candidates are named also where none of them is the answer. */
  readonly causes: readonly RankedCause[];
}

/** How likely each component is, before it becomes a probability. */
export interface Logits {
  /** One for each component of the work, in its order. */
  readonly components: ArrayLike<number>;
  /** That of "no single cause". */
  readonly none: number;
}

/** What a ranking is made from. */
export interface RankingWork {
  readonly picture: IncidentPicture;
  readonly onsetAt: Instant;
  readonly evidence: readonly ComponentEvidence[];
  readonly signs: readonly CauseSigns[];
}

/** How sharply the prior tells components apart, and the prior below which nothing stands out: both as trained. */
const PRIOR_SHARPNESS = 2.4;
const NOTHING_STANDS_OUT = 0.12;
/** Pieces of evidence that are shown for a cause. */
const SHOWN = 4;
/** Harm in usual steps below which a measure is as it always is: shown only where there is nothing else. */
const WORTH_SHOWING = 2;
/** What is shown first of deviations alike: users feel the one, bytes are for experts. */
const KIND_WEIGHTS: Readonly<Record<MetricKind, number>> = {
  latency: 1,
  errors: 1,
  cpu: 1,
  waiting: 0.7,
  memory: 0.6,
  traffic: 0.4,
  other: 0.3,
  network: 0.2,
  host: 0.2,
};
/** A caller whose wait is this strong is evidence against the component it waits for, in usual steps. */
const WAITING_STEPS = 3;

/** Evidence and signs at the onset: the given one, or that which the picture itself shows. */
export function prepareRanking(picture: IncidentPicture, givenOnset?: Instant): RankingWork {
  const profiled = profileComponents(picture);
  const onsetAt = givenOnset ?? estimateOnset(picture, profiled) ?? Instant.parse(0);
  const evidence = gatherEvidence(profiled, onsetAt, picture.periodSeconds);
  return { picture, onsetAt, evidence, signs: readSigns(picture, evidence, onsetAt) };
}

/** Logits from first principles, for where no trained ranker can be used. */
export function priorLogits({ signs }: RankingWork): Logits {
  return {
    components: signs.map((each) => PRIOR_SHARPNESS * logPrior(each)),
    none: PRIOR_SHARPNESS * Math.log(NOTHING_STANDS_OUT),
  };
}

/** The answer. Of components equally likely the one with the stronger prior goes first, then the alphabet decides. */
export function rankCauses(work: RankingWork, { components, none }: Logits): CauseRanking {
  const candidates = work.evidence.flatMap((evidence, index) => {
    const shown = evidenceOf(work, evidence);
    const [logit, signs] = [components[index], work.signs[index]];
    return shown.length === 0 || logit === undefined || signs === undefined
      ? []
      : [{ component: evidence.name, logit, prior: logPrior(signs), evidence: shown }];
  });
  candidates.sort((a, b) => b.logit - a.logit || b.prior - a.prior || (a.component < b.component ? -1 : 1));
  const top = Math.max(none, candidates[0]?.logit ?? none);
  const weightOf = (logit: number) => Math.exp(logit - top);
  const total = candidates.reduce((sum, { logit }) => sum + weightOf(logit), weightOf(none));
  const causes = candidates.map(({ component, logit, evidence }) => ({
    component,
    score: weightOf(logit) / total,
    evidence,
  }));
  const isClear = candidates[0] !== undefined && candidates[0].logit > none;
  return { outcome: isClear ? 'ranked' : 'no-single-cause', onsetAt: work.onsetAt, causes };
}

/** The strongest deviations of a component, and the waits of its callers where they say more. */
function evidenceOf({ evidence, picture }: RankingWork, own: ComponentEvidence): readonly CauseEvidence[] {
  const callers = evidence.filter(({ name }) => picture.calls.get(name)?.includes(own.name));
  const waits = callers.flatMap(({ name, deviations }) =>
    deviations
      .filter((each) => each.profile.kind === 'waiting' && harmOf(each) >= WAITING_STEPS)
      .map((deviation) => ({ component: name, deviation })),
  );
  const all = [...own.deviations.map((deviation) => ({ component: own.name, deviation })), ...waits];
  return all
    .toSorted((a, b) => weightOf(b.deviation) - weightOf(a.deviation))
    .filter(({ deviation }, rank) => rank === 0 || harmOf(deviation) >= WORTH_SHOWING)
    .slice(0, SHOWN)
    .map(({ component, deviation }) => asEvidence(component, deviation));
}

function weightOf(deviation: Deviation): number {
  return harmOf(deviation) * KIND_WEIGHTS[deviation.profile.kind];
}

function asEvidence(
  component: string,
  { profile, expected, seen, steps, startedAt }: Deviation,
): CauseEvidence {
  const { metric, statistic } = profile.measure;
  return { component, metric, statistic, expected, seen, deviation: steps, onsetAt: startedAt };
}
