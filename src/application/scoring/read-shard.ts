// First half of scoring: which minutes of each service are new and complete, read in one batch for the whole shard.

import type { Flags, SettingsSource } from '#application/ports/operations.ts';
import type { IncidentStore } from '#application/ports/recovery.ts';
import type { ChangeStore, Clock, MetricSource, WatchStore } from '#application/ports/telemetry.ts';
import type { PollShard } from '#contracts/events.ts';
import { metricQueriesFor } from '#contracts/naming.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import type { DetectionSettings } from '#domain/detection/settings.ts';
import { floorToPeriod, type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';
import { METRIC_CATALOGUE } from '#domain/signal/metric-catalogue.ts';
import { type MinuteReading, readMinute } from '#domain/signal/minute-reading.ts';
import type { MetricQuery, MetricSeries } from '#domain/signal/signal.ts';

export interface ReadShardDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly flags: Flags;
  readonly metrics: MetricSource;
  readonly watches: WatchStore;
  readonly changes: ChangeStore;
  readonly incidents: IncidentStore;
}

/** The new minutes of one service, oldest first, and what is known around them. */
export interface ServiceReading {
  readonly service: Service;
  readonly seen: ServiceWatch | undefined;
  readonly minutes: readonly MinuteReading[];
  readonly isTeaching: boolean;
  readonly recentChangeAt: Instant | undefined;
}

/** A point that is not there this long after its minute ended is taken as missing: CloudWatch's lag is 60 to 180 s. */
export const LATE_SECONDS = 180;
/** A metric without any point in this time before is not waited for: it is not published here, as without Container Insights. */
const SILENT_SECONDS = 900;
/** How far back a service is read that was never read, or not for long: what an hour-of-day baseline starts with. */
const BACKFILL_SECONDS = 6 * 3600;

const SPARSE_SIGNALS = new Set(
  Object.values(METRIC_CATALOGUE)
    .flat()
    .filter(({ whenAbsent }) => whenAbsent === 'zero')
    .map(({ signal }) => signal),
);

/** Reads what is new of every service of the shard; a service that is no longer in the settings is left out. */
export async function readShard(
  deps: ReadShardDeps,
  { serviceIds }: PollShard,
): Promise<readonly ServiceReading[]> {
  const { services, detection, polling } = await deps.settings.current();
  const { periodSeconds } = polling;
  const known = serviceIds.flatMap((serviceId) => services.find(({ id }) => id === serviceId) ?? []);
  const spans = await Promise.all(known.map((service) => spanOf(deps, service, periodSeconds)));
  const read = await readSeries(deps, spans, periodSeconds);
  const ill = new Set((await deps.incidents.listOpen()).flatMap((incident) => incident.serviceIds));
  return Promise.all(
    read.map(async ({ span, series }) => ({
      service: span.service,
      seen: span.seen,
      minutes: completeMinutes(span, series, {
        now: deps.clock.now(),
        detection,
        periodSeconds,
      }),
      isTeaching: !ill.has(span.service.id),
      recentChangeAt: await lastChangeAt(deps, span.service.id, detection),
    })),
  );
}

interface Span {
  readonly service: Service;
  readonly seen: ServiceWatch | undefined;
  readonly from: Instant;
  readonly queries: readonly MetricQuery[];
}

async function spanOf(
  { clock, watches }: ReadShardDeps,
  service: Service,
  periodSeconds: number,
): Promise<Span> {
  const seen = await watches.load(service.id);
  const earliest = floorToPeriod(secondsAfter(clock.now(), -BACKFILL_SECONDS), periodSeconds);
  const next = seen?.observedAt === undefined ? earliest : secondsAfter(seen.observedAt, periodSeconds);
  const from = next > earliest ? next : earliest;
  const queries = service.resources.flatMap((resourceId) => metricQueriesFor(resourceId, periodSeconds));
  return { service, seen, from, queries };
}

interface ReadSpan {
  readonly span: Span;
  readonly series: readonly MetricSeries[];
}

/** One read for all services, from the oldest minute that any of them needs, and what shows which metrics to expect. */
async function readSeries(
  { clock, metrics }: ReadShardDeps,
  spans: readonly Span[],
  periodSeconds: number,
): Promise<readonly ReadSpan[]> {
  if (spans.length === 0) return [];
  const oldest = Math.min(...spans.map((span) => span.from)) as Instant;
  const from = secondsAfter(oldest, -SILENT_SECONDS);
  const queries = spans.flatMap((span) => span.queries);
  const all = await metrics.read(queries, from, floorToPeriod(clock.now(), periodSeconds));
  let next = 0;
  return spans.map((span) => {
    next += span.queries.length;
    return { span, series: all.slice(next - span.queries.length, next) };
  });
}

interface ReadingTime {
  readonly now: Instant;
  readonly detection: DetectionSettings;
  readonly periodSeconds: number;
}

/** The minutes from the span's start that have all their points, or that are too old for any more to come. */
function completeMinutes(
  { from }: Span,
  series: readonly MetricSeries[],
  { now, detection, periodSeconds }: ReadingTime,
): readonly MinuteReading[] {
  const expected = series.filter(
    ({ query, points }) => points.length > 0 && !SPARSE_SIGNALS.has(query.signal),
  );
  const pointTimes = expected.map(({ points }) => new Set(points.map(({ at }) => at)));
  const minutes: MinuteReading[] = [];
  for (let at = from; secondsAfter(at, periodSeconds) <= now; at = secondsAfter(at, periodSeconds)) {
    const isLate = secondsAfter(at, periodSeconds + LATE_SECONDS) <= now;
    if (!isLate && !pointTimes.every((times) => times.has(at))) break;
    const { minimumRequests } = detection;
    minutes.push(readMinute(series, { at, periodSeconds, minimumRequests }));
  }
  return minutes;
}

async function lastChangeAt(
  { clock, changes }: ReadShardDeps,
  serviceId: ServiceId,
  { learning }: DetectionSettings,
): Promise<Instant | undefined> {
  const now = clock.now();
  const recent = await changes.list([serviceId], secondsAfter(now, -learning.changeMinutes * 60), now);
  return recent.at(-1)?.at;
}
