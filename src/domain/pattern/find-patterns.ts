// All patterns of the last days together, each kind bounded in number.

import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { type Instant, secondsBetween } from '#domain/ids.ts';
import { findCompanions } from '#domain/pattern/companions.ts';
import { illnesses, signEpisodes } from '#domain/pattern/episodes.ts';
import type { PatternReport } from '#domain/pattern/pattern.ts';
import { findRecurrences } from '#domain/pattern/recurrences.ts';
import { findRhythms, type RhythmFacts } from '#domain/pattern/rhythms.ts';
import { findSequences, joins } from '#domain/pattern/sequences.ts';

export interface PatternPast extends RhythmFacts {
  readonly anomalies: readonly Anomaly[];
  /** Where the anomalies begin; incidents and changes go back further. */
  readonly anomaliesFrom: Instant;
}

/** What there is to find. The same past gives the same report, in whatever order it is told. */
export function findPatterns(past: PatternPast): PatternReport {
  const { anomalies, incidents, anomaliesFrom, from, to } = past;
  const spanMinutes = secondsBetween(anomaliesFrom, to) / 60;
  const sequences = findSequences(signEpisodes(anomalies, incidents), spanMinutes);
  const companions = findCompanions(illnesses(anomalies, incidents), spanMinutes).filter(
    ({ serviceIds: [one, other] }) => !sequences.some((sequence) => joins(sequence, one, other)),
  );
  return {
    minedAt: to,
    anomaliesFrom,
    incidentsFrom: from,
    anomalies: anomalies.length,
    incidents: incidents.length,
    patterns: [...sequences, ...companions, ...findRecurrences(incidents), ...findRhythms(past)],
  };
}
