// What was recorded: components with their series on one time grid. Readers make recordings, the metric source serves
// them, and a replay cuts and joins them.

import { floorToPeriod, type Instant, secondsAfter } from '#domain/ids.ts';
import type { MetricPoint, SignalName } from '#domain/signal/signal.ts';

/** One thing that was measured. `component`: requests, errors and latencies; `series`: one number of unknown meaning. */
export interface RecordedComponent {
  readonly name: string;
  readonly kind: 'component' | 'series';
  /** Oldest first, at most one point per period; a missing period has none. */
  readonly series: Readonly<Partial<Record<SignalName, readonly MetricPoint[]>>>;
}

export interface Recording {
  readonly periodSeconds: number;
  readonly components: readonly RecordedComponent[];
  /** Start of the first period, and end of the last one. */
  readonly from: Instant;
  readonly to: Instant;
}

/** The same recording as if it had been made `seconds` later, each point at the start of the period it then lies in. */
export function moveRecording(recording: Recording, seconds: number): Recording {
  const move = (at: Instant) => floorToPeriod(secondsAfter(at, seconds), recording.periodSeconds);
  const moved = mapPoints(recording, (points) => points.map(({ at, value }) => ({ at: move(at), value })));
  return { ...moved, from: move(recording.from), to: move(recording.to) };
}

/** What comes before `next` begins, and then `next`: one recording without an overlap. */
export function continueWith(before: Recording, next: Recording): Recording {
  const clipped = mapPoints(before, (points) => points.slice(0, firstAtOrAfter(points, next.from)));
  const names = new Set([...before.components, ...next.components].map(({ name }) => name));
  const components = [...names].flatMap((name) =>
    joinComponent(findComponent(clipped, name), findComponent(next, name)),
  );
  return { periodSeconds: before.periodSeconds, components, from: before.from, to: next.to };
}

/** Index of the first point at or after a moment; the length when there is none. Points are oldest first. */
export function firstAtOrAfter(points: readonly MetricPoint[], at: Instant): number {
  let low = 0;
  let high = points.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    const point = points[middle];
    if (point && point.at < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

function findComponent({ components }: Recording, name: string): RecordedComponent | undefined {
  return components.find((component) => component.name === name);
}

function joinComponent(
  first: RecordedComponent | undefined,
  second: RecordedComponent | undefined,
): readonly RecordedComponent[] {
  if (!first || !second) return [first, second].filter((component) => component !== undefined);
  const signals = new Set([...signalsOf(first), ...signalsOf(second)]);
  const series = Object.fromEntries(
    [...signals].map((signal) => [
      signal,
      [...(first.series[signal] ?? []), ...(second.series[signal] ?? [])],
    ]),
  );
  return [{ ...first, series }];
}

function mapPoints(
  recording: Recording,
  change: (points: readonly MetricPoint[]) => readonly MetricPoint[],
): Recording {
  const components = recording.components.map((component) => ({
    ...component,
    series: Object.fromEntries(
      signalsOf(component).map((signal) => [signal, change(component.series[signal] ?? [])]),
    ),
  }));
  return { ...recording, components };
}

function signalsOf({ series }: RecordedComponent): readonly SignalName[] {
  return Object.keys(series) as SignalName[];
}
