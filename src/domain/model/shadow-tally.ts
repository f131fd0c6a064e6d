// The shadow comparison (M109): what champion, challenger and plain thresholds each would have said of one service,
// minute by minute, kept in constant size until it is known which of them was right. Nothing that is decided reads it.

import * as z from 'zod/mini';
import { judgeIndicator } from '#domain/detection/judge-indicator.ts';
import { type ModelOpinion, scoreObservation } from '#domain/detection/judge-minute.ts';
import type { MinuteObservation } from '#domain/detection/observe-minute.ts';
import type { DetectionSettings } from '#domain/detection/settings.ts';
import { IncidentId, Instant, ServiceId, secondsAfter } from '#domain/ids.ts';
import { GROUPING_SECONDS } from '#domain/incident/grouping.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

/** Who is compared. `thresholds` are the adaptive limits that need no model. */
export const SHADOW_SIDES = ['champion', 'challenger', 'thresholds'] as const;
export type ShadowSide = (typeof SHADOW_SIDES)[number];

/** Alarms of one side close to each other. */
export const AlarmEpisode = z.readonly(
  z.object({
    from: Instant,
    to: Instant,
    /** The highest probability that was said; 1 for thresholds, which know no other. */
    peak: z.number(),
  }),
);
export type AlarmEpisode = z.infer<typeof AlarmEpisode>;

const SideTally = z.readonly(
  z.object({
    /** Habit of each indicator, as this side sees it (anomaly-score.ts). */
    tails: z.partialRecord(IndicatorName, z.number()),
    /** Not settled yet, oldest first. */
    episodes: z.readonly(z.array(AlarmEpisode)),
    /** Settled episodes that belonged to no incident. */
    outside: z.int(),
  }),
);
type SideTally = z.infer<typeof SideTally>;

/** What each side had said of one incident by its end: its highest probability, 0 for silence. */
export const ShadowCase = z.readonly(
  z.object({
    incidentId: IncidentId,
    said: z.readonly(z.object({ champion: z.number(), challenger: z.number(), thresholds: z.number() })),
  }),
);
export type ShadowCase = z.infer<typeof ShadowCase>;

/** The comparison of one pair of versions on one service. */
export const ShadowTally = z.readonly(
  z.object({
    modelName: z.string(),
    serviceId: ServiceId,
    /** Grows with every write; a writer that read an older one is refused. */
    version: z.int(),
    /** The hashes that are compared. */
    champion: z.string(),
    challenger: z.string(),
    /** The first and the newest minute that was compared, and how many there were. */
    since: Instant,
    comparedTo: Instant,
    minutes: z.int(),
    /** Incidents that had ended by then have their case. */
    settledTo: Instant,
    sides: z.readonly(z.object({ champion: SideTally, challenger: SideTally, thresholds: SideTally })),
    /** Oldest first. */
    cases: z.readonly(z.array(ShadowCase)),
  }),
);
export type ShadowTally = z.infer<typeof ShadowTally>;

/** More alarms between two reviews, an hour apart, are one long noise; the oldest are let go uncounted. */
const EPISODES_KEPT = 16;

/** One minute of one service, with what both models say of it. */
export interface ComparedMinute {
  readonly minute: MinuteObservation;
  readonly opinions: Readonly<Record<'champion' | 'challenger', ModelOpinion | undefined>>;
  readonly settings: DetectionSettings;
}

/** Which model, on which service. */
export interface ShadowPair {
  readonly modelName: string;
  readonly serviceId: ServiceId;
  readonly champion: string;
  readonly challenger: string;
}

const NOTHING_SAID: SideTally = { tails: {}, episodes: [], outside: 0 };

/** A comparison that begins at a minute. */
export function newTally(pair: ShadowPair, at: Instant): ShadowTally {
  return {
    ...pair,
    version: 0,
    since: at,
    comparedTo: secondsAfter(at, -1),
    minutes: 0,
    settledTo: at,
    sides: { champion: NOTHING_SAID, challenger: NOTHING_SAID, thresholds: NOTHING_SAID },
    cases: [],
  };
}

/**
 * The tally of a pair after more minutes, oldest first; begun anew when the one that was seen is about another pair. The
 * very same object when there is nothing new.
 */
export function continueTally(
  seen: ShadowTally | undefined,
  pair: ShadowPair,
  minutes: readonly ComparedMinute[],
): ShadowTally | undefined {
  const [first] = minutes;
  if (!first) return seen;
  const isOfPair = seen?.champion === pair.champion && seen.challenger === pair.challenger;
  const version = seen?.version ?? 0;
  const begun = isOfPair ? seen : { ...newTally(pair, first.minute.reading.at), version };
  const next = minutes.reduce(takeMinute, begun);
  return next === seen ? seen : { ...next, version: version + 1 };
}

/** The tally with one more minute; the very same object when the minute, or a later one, is in it already (I9). */
function takeMinute(tally: ShadowTally, compared: ComparedMinute): ShadowTally {
  const { at } = compared.minute.reading;
  if (at <= tally.comparedTo) return tally;
  const { champion, challenger, thresholds } = tally.sides;
  return {
    ...tally,
    comparedTo: at,
    minutes: tally.minutes + 1,
    sides: {
      champion: takeOpinion(champion, compared, compared.opinions.champion),
      challenger: takeOpinion(challenger, compared, compared.opinions.challenger),
      thresholds: noteAlarm(thresholds, at, hasDetector(compared, 'threshold') ? 1 : undefined),
    },
  };
}

function takeOpinion(
  side: SideTally,
  compared: ComparedMinute,
  opinion: ModelOpinion | undefined,
): SideTally {
  const tails: Partial<Record<IndicatorName, number>> = { ...side.tails };
  let peak: number | undefined;
  compared.minute.observations.forEach((observation, index) => {
    const { indicator } = observation;
    const logit = opinion?.logits[index];
    const scored = scoreObservation(opinion, observation, { logit, remembered: tails[indicator] });
    if (!scored) return;
    tails[indicator] = scored.tail;
    const verdict = judgeIndicator({ ...question(compared, observation), modelScore: scored.probability });
    if (verdict.evidence.detectors.includes('model')) peak = Math.max(peak ?? 0, scored.probability);
  });
  return noteAlarm({ ...side, tails }, compared.minute.reading.at, peak);
}

function hasDetector(compared: ComparedMinute, detector: 'threshold'): boolean {
  return compared.minute.observations.some((observation) =>
    judgeIndicator(question(compared, observation)).evidence.detectors.includes(detector),
  );
}

function question(
  { minute, settings }: ComparedMinute,
  observation: MinuteObservation['observations'][number],
) {
  return { observation, failures: minute.reading.failures, isFailing: false, settings };
}

/** The side with an alarm of so much probability; as it was when there is none. */
function noteAlarm(side: SideTally, at: Instant, peak: number | undefined): SideTally {
  if (peak === undefined) return side;
  const last = side.episodes.at(-1);
  if (last && at <= secondsAfter(last.to, GROUPING_SECONDS)) {
    const grown = { from: last.from, to: at, peak: Math.max(last.peak, peak) };
    return { ...side, episodes: [...side.episodes.slice(0, -1), grown] };
  }
  return { ...side, episodes: [...side.episodes, { from: at, to: at, peak }].slice(-EPISODES_KEPT) };
}
