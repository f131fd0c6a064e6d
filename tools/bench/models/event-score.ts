// How detection is measured (no point adjustment): whole events against alarms, with one threshold for all series.

/** Scores of one series and which of its points people labelled. */
export interface LabelledScores {
  readonly scores: Float64Array;
  readonly labels: Uint8Array;
}

/** The first and last point of a run of labelled points, or of alarms that belong together. */
type Run = readonly [first: number, last: number];

/** An event is found by an alarm on its first points. */
const LATEST_POINTS = 7;
/** Alarms no further apart than this are one. */
const MERGED_POINTS = 5;

export interface EventCounts {
  readonly events: number;
  readonly found: number;
  /** Alarms that touch no event. */
  readonly falseAlarms: number;
  readonly points: number;
}

/** The runs of points that are marked. */
export function runsOf(isMarked: (index: number) => boolean, count: number, merged = 1): Run[] {
  const runs: [number, number][] = [];
  for (let i = 0; i < count; i++) {
    if (!isMarked(i)) continue;
    const last = runs.at(-1);
    if (last && i - last[1] <= merged) last[1] = i;
    else runs.push([i, i]);
  }
  return runs;
}

/** What alarms at a threshold find in one series. */
export function countEvents({ scores, labels }: LabelledScores, threshold: number): EventCounts {
  const events = runsOf((i) => labels[i] === 1, labels.length);
  const isAlarm = (i: number) => (scores[i] ?? 0) >= threshold;
  const found = events.filter(([first]) => hasAny(first, first + LATEST_POINTS, isAlarm)).length;
  const alarms = runsOf(isAlarm, scores.length, MERGED_POINTS);
  const falseAlarms = alarms.filter(
    ([from, to]) => !events.some(([first, last]) => from <= last + LATEST_POINTS && to >= first),
  ).length;
  return { events: events.length, found, falseAlarms, points: scores.length };
}

function hasAny(from: number, to: number, isMarked: (index: number) => boolean): boolean {
  for (let i = from; i <= to; i++) if (isMarked(i)) return true;
  return false;
}

/** The counts of several series together. */
export function sumCounts(counts: readonly EventCounts[]): EventCounts {
  const total = (pick: (count: EventCounts) => number) => counts.reduce((sum, one) => sum + pick(one), 0);
  return {
    events: total(({ events }) => events),
    found: total(({ found }) => found),
    falseAlarms: total(({ falseAlarms }) => falseAlarms),
    points: total(({ points }) => points),
  };
}

/** Harmonic mean of the share of events found and the share of alarms that were right. */
export function eventF1({ events, found, falseAlarms }: EventCounts): number {
  if (events === 0 || found === 0) return 0;
  const recall = found / events;
  const precision = found / (found + falseAlarms);
  return (2 * recall * precision) / (recall + precision);
}

const THRESHOLDS_TRIED = 60;
const MOST_ALARMS_SHARE = 0.1;
const FEWEST_ALARMS_SHARE = 3e-5;

/** Thresholds worth trying: the highest scores of all series, from very few alarms to a tenth of all points. */
export function thresholdsOf(series: readonly LabelledScores[]): number[] {
  const all = concatenated(series).sort();
  const thresholds = new Set<number>();
  for (let i = 0; i < THRESHOLDS_TRIED; i++) {
    const share =
      MOST_ALARMS_SHARE * (FEWEST_ALARMS_SHARE / MOST_ALARMS_SHARE) ** (i / (THRESHOLDS_TRIED - 1));
    thresholds.add(all[Math.min(all.length - 1, Math.floor(all.length * (1 - share)))] ?? 0);
  }
  return [...thresholds];
}

/** The scores of all series in one array. */
export function concatenated(series: readonly LabelledScores[]): Float64Array {
  const all = new Float64Array(series.reduce((sum, { scores }) => sum + scores.length, 0));
  let at = 0;
  for (const { scores } of series) {
    all.set(scores, at);
    at += scores.length;
  }
  return all;
}

/** The threshold with the best event-F1 over all series together. */
export function bestThreshold(series: readonly LabelledScores[]): { threshold: number; f1: number } {
  let best = { threshold: Number.POSITIVE_INFINITY, f1: 0 };
  for (const threshold of thresholdsOf(series)) {
    const f1 = eventF1(sumCounts(series.map((one) => countEvents(one, threshold))));
    if (f1 > best.f1) best = { threshold, f1 };
  }
  return best;
}
