// Harm in absolute numbers: seconds that requests waited in addition, and requests that failed in addition. Deviations
// say how unusual something is; volumes say whether it is large enough to be what the symptom is made of.

import type { Deviation } from '#domain/cause/deviation.ts';
import type { ComponentEvidence } from '#domain/cause/evidence.ts';
import type { Member } from '#domain/cause/scene.ts';

/** What one component adds to the trouble per period: in all, and without what it passes on from those it calls. */
export interface HarmVolume {
  readonly total: number;
  readonly own: number;
}

/** Success rates above it are in percent. */
const LARGEST_SHARE = 1.5;
/** Which statistic of latency stands for all requests, best first; percentiles only where there is no mean. */
const MEAN_STATISTICS = [/^(average|mean|avg)$/i, /p?50|median/i, /p?90/i, /^/];

/** Additional waiting, in the unit of the latency. */
export function waitingVolume(member: Member): HarmVolume {
  return volumeOf(member, (evidence) => requestsOf(evidence) * slowdownOf(evidence));
}

/** Additional failures, in requests. */
export function failingVolume(member: Member): HarmVolume {
  return volumeOf(member, (evidence) => requestsOf(evidence) * failureGrowthOf(evidence));
}

function volumeOf(
  { evidence, callees }: Member,
  totalOf: (evidence: ComponentEvidence) => number,
): HarmVolume {
  const total = totalOf(evidence);
  const passedOn = callees.reduce((sum, callee) => sum + totalOf(callee.evidence), 0);
  return { total, own: Math.max(0, total - passedOn) };
}

/** Where traffic is not measured, every component is taken to be as busy as the others. */
function requestsOf({ deviations, requests = 1 }: ComponentEvidence): number {
  const traffic = deviations.find(({ profile }) => profile.kind === 'traffic');
  return Math.max(0, traffic?.seen ?? requests);
}

/** Seconds per request above what was expected. */
function slowdownOf({ deviations }: ComponentEvidence): number {
  const mean = representative(deviations.filter(({ profile }) => profile.kind === 'latency'));
  return mean ? Math.max(0, mean.seen - mean.expected) : 0;
}

/** Share of requests that fail in addition. */
function failureGrowthOf({ deviations }: ComponentEvidence): number {
  const mean = representative(deviations.filter(({ profile }) => profile.kind === 'errors'));
  if (!mean) return 0;
  const growth = mean.profile.harm === 'down' ? mean.expected - mean.seen : mean.seen - mean.expected;
  const whole = Math.max(mean.expected, mean.seen) > LARGEST_SHARE ? 100 : 1;
  return Math.min(1, Math.max(0, growth / whole));
}

/** The deviation that best stands for all requests; undefined where there is none. */
function representative(deviations: readonly Deviation[]): Deviation | undefined {
  const found = MEAN_STATISTICS.map((pattern) =>
    deviations.find(
      ({ profile: { measure } }) => pattern.test(`${measure.statistic}`) || pattern.test(measure.metric),
    ),
  );
  return found.find((each) => each !== undefined);
}
