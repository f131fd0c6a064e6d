// The pattern detector (M39): where the beginning of a known sequence was seen, the service that comes next is looked at
// more often, and its anomaly, if there is one, names the pattern. It adds evidence; it opens nothing and lowers no bar.

import type { Anomaly, Evidence, Forerunner } from '#domain/anomaly/anomaly.ts';
import { type ServiceId, secondsBetween } from '#domain/ids.ts';
import type { Sequence } from '#domain/pattern/pattern.ts';

/** Anomalies are found some minutes after the deviation that they tell of, and not always as many. */
const SLACK_MINUTES = 3;
const SECONDS_PER_MINUTE = 60;

/** The other services that follow, by known sequences, on what an anomaly shows. */
export function likelyNext(sequences: readonly Sequence[], { serviceId, evidence }: Anomaly): ServiceId[] {
  const indicators = evidence.map(({ indicator }) => indicator);
  const begun = sequences.filter(
    ({ first }) => first.serviceId === serviceId && indicators.includes(first.indicator),
  );
  return [...new Set(begun.map(({ next }) => next.serviceId))].filter((id) => id !== serviceId);
}

/** The services that come first in sequences that an anomaly may be the end of. */
export function mayHaveBegunAt(
  sequences: readonly Sequence[],
  { serviceId, evidence }: Anomaly,
): ServiceId[] {
  const indicators = evidence.map(({ indicator }) => indicator);
  const ended = sequences.filter(
    ({ next }) => next.serviceId === serviceId && indicators.includes(next.indicator),
  );
  return [...new Set(ended.map(({ first }) => first.serviceId))];
}

/** How far back the beginning of any sequence lies, with the slack that detection needs. */
export function longestLagSeconds(sequences: readonly Sequence[]): number {
  return Math.max(0, ...sequences.map(({ lag }) => lag.most + SLACK_MINUTES)) * SECONDS_PER_MINUTE;
}

/** The anomaly with the patterns that it completes, given what was seen before; the very same object when there is none. */
export function recogniseSequences(
  anomaly: Anomaly,
  sequences: readonly Sequence[],
  before: readonly Anomaly[],
): Anomaly {
  const evidence = anomaly.evidence.map((part) => {
    const forerunners = sequences
      .filter(({ next }) => next.serviceId === anomaly.serviceId && next.indicator === part.indicator)
      .flatMap((sequence) => forerunnerOf(anomaly, sequence, before));
    return forerunners.length === 0 ? part : withForerunners(part, forerunners);
  });
  const isNew = evidence.some((part, index) => part !== anomaly.evidence[index]);
  return isNew ? { ...anomaly, evidence } : anomaly;
}

function withForerunners(part: Evidence, forerunners: readonly Forerunner[]): Evidence {
  return { ...part, detectors: [...part.detectors, 'pattern'], forerunners };
}

/** The earliest sight of the beginning that is neither too fresh nor too old. */
function forerunnerOf(
  { at }: Anomaly,
  { first, lag, confidence, support }: Sequence,
  before: readonly Anomaly[],
): readonly Forerunner[] {
  const ages = before
    .filter(({ serviceId }) => serviceId === first.serviceId)
    .filter(({ evidence }) => evidence.some(({ indicator }) => indicator === first.indicator))
    .map((seen) => secondsBetween(seen.at, at) / SECONDS_PER_MINUTE)
    .filter((age) => age > 0 && age >= lag.least - SLACK_MINUTES && age <= lag.most + SLACK_MINUTES);
  if (ages.length === 0) return [];
  return [{ ...first, minutesBefore: Math.max(...ages), usualMinutes: lag.usual, confidence, support }];
}
