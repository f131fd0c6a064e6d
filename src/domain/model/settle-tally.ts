// What the alarms of a shadow comparison came to, once the incidents around them have ended: inside of an incident they
// become its case, outside of all they count against the side that raised them.

import { type Instant, secondsAfter } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { AlarmEpisode, ShadowCase, ShadowSide, ShadowTally } from '#domain/model/shadow-tally.ts';

/** A side that speaks so long before the onset that was seen has found the same trouble earlier. */
const LEAD_SECONDS = 900;
/** An alarm without an incident after this long stays without one: anomalies open theirs within minutes. */
const SETTLE_SECONDS = 3600;
/** Cases kept of one service: more would weigh its own trouble above that of the others. */
const CASES_KEPT = 24;

/** The tally with the cases of the incidents that have ended since, and without the alarms that are settled by now. */
export function settleTally(tally: ShadowTally, incidents: readonly Incident[], now: Instant): ShadowTally {
  const own = incidents.filter(({ serviceIds }) => serviceIds.includes(tally.serviceId));
  const ended = own.filter((incident) => isNews(incident, tally, now));
  const cases = ended.map((incident) => caseOf(tally, incident));
  const spans = own.map(spanOf);
  return {
    ...tally,
    settledTo: now,
    cases: [...tally.cases, ...cases].slice(-CASES_KEPT),
    sides: {
      champion: settleSide(tally.sides.champion, spans, now),
      challenger: settleSide(tally.sides.challenger, spans, now),
      thresholds: settleSide(tally.sides.thresholds, spans, now),
    },
  };
}

/** Ended since the last time, and begun when both models were there to see it. */
function isNews({ onsetAt, closedAt }: Incident, { since, settledTo }: ShadowTally, now: Instant): boolean {
  return closedAt !== undefined && closedAt > settledTo && closedAt <= now && onsetAt >= since;
}

interface Span {
  readonly from: Instant;
  /** Absent while the incident is open. */
  readonly to: Instant | undefined;
}

function spanOf({ onsetAt, closedAt }: Incident): Span {
  return { from: secondsAfter(onsetAt, -LEAD_SECONDS), to: closedAt };
}

function overlaps({ from, to }: AlarmEpisode, span: Span): boolean {
  return to >= span.from && (span.to === undefined || from <= span.to);
}

function caseOf({ sides }: ShadowTally, incident: Incident): ShadowCase {
  const span = spanOf(incident);
  const said = (side: ShadowSide) =>
    Math.max(0, ...sides[side].episodes.filter((episode) => overlaps(episode, span)).map(({ peak }) => peak));
  return { incidentId: incident.incidentId, said: saidBy(said) };
}

function settleSide(
  side: ShadowTally['sides'][ShadowSide],
  spans: readonly Span[],
  now: Instant,
): ShadowTally['sides'][ShadowSide] {
  const isOver = ({ to }: AlarmEpisode) => to < secondsAfter(now, -SETTLE_SECONDS);
  const isWaiting = (episode: AlarmEpisode) =>
    !isOver(episode) || spans.some((span) => span.to === undefined && overlaps(episode, span));
  const settled = side.episodes.filter((episode) => !isWaiting(episode));
  const outside = settled.filter((episode) => !spans.some((span) => overlaps(episode, span)));
  return {
    ...side,
    episodes: side.episodes.filter(isWaiting),
    outside: side.outside + outside.length,
  };
}

/** The cases of several services, one for each incident: what was said on any of its services was said of it. */
export function joinCases(tallies: readonly ShadowTally[]): readonly ShadowCase[] {
  const joined = new Map<string, ShadowCase>();
  for (const found of tallies.flatMap(({ cases }) => cases)) {
    const known = joined.get(found.incidentId);
    joined.set(found.incidentId, known ? louder(known, found) : found);
  }
  return [...joined.values()];
}

function louder(one: ShadowCase, other: ShadowCase): ShadowCase {
  const loudest = (side: ShadowSide) => Math.max(one.said[side], other.said[side]);
  return { incidentId: one.incidentId, said: saidBy(loudest) };
}

function saidBy(of: (side: ShadowSide) => number): ShadowCase['said'] {
  return { champion: of('champion'), challenger: of('challenger'), thresholds: of('thresholds') };
}
