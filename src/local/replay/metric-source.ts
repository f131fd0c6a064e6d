// A recording as the metrics of the loop: it answers like CloudWatch would have at the time, with periods that had ended
// by then and no others.

import type { Clock, MetricSource } from '#application/ports/telemetry.ts';
import { buildSeriesKey } from '#contracts/naming.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';
import type { MetricPoint, SignalName } from '#domain/signal/signal.ts';
import { firstAtOrAfter, type Recording } from './recording.ts';
import { resourceOf } from './services.ts';

/** Serves the recording up to the present of the clock. */
export function recordedMetrics(recording: Recording, clock: Clock): MetricSource {
  return serveSeries(indexSeries(recording), recording.periodSeconds, clock);
}

/** Serves series by their key, up to the present of the clock. */
export function serveSeries(
  series: ReadonlyMap<string, readonly MetricPoint[]>,
  periodSeconds: number,
  clock: Clock,
): MetricSource {
  return {
    async read(queries, from, to) {
      const endedBefore = secondsAfter(clock.now(), 0.001 - periodSeconds);
      const until = to < endedBefore ? to : endedBefore;
      return queries.map((query) => {
        const points = series.get(buildSeriesKey(query.resourceId, query.signal)) ?? [];
        return { query, points: sliceOf(points, from, until) };
      });
    },
  };
}

function indexSeries({ components }: Recording): ReadonlyMap<string, readonly MetricPoint[]> {
  const index = new Map<string, readonly MetricPoint[]>();
  for (const component of components) {
    for (const [signal, points] of Object.entries(component.series)) {
      index.set(buildSeriesKey(resourceOf(component), signal as SignalName), points);
    }
  }
  return index;
}

function sliceOf(points: readonly MetricPoint[], from: Instant, until: Instant): readonly MetricPoint[] {
  return points.slice(firstAtOrAfter(points, from), firstAtOrAfter(points, until));
}
