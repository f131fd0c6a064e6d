// Incidents of the simulated fleet with their true cause: one fault at a time, left alone, and what CloudWatch would have
// published of it. A second kind of proof, with physics of its own and every fault on every service that can suffer it.

import { metricQueriesFor } from '#contracts/naming.ts';
import { profileComponents } from '#domain/cause/evidence.ts';
import { Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { MetricTable, TableColumn } from '#local/cause/metric-table.ts';
import { joinTables } from '#local/cause/read-picture.ts';
import { FAULT_KINDS, type FaultKind } from '#local/fleet/accident.ts';
import { createFleet, type Fleet } from '#local/fleet/fleet.ts';
import { type CauseCase, type RecordedSystem, sliceTable } from './systems.ts';

/** A working day's morning: some faults strike by day only. */
const START = Instant.parse(Date.UTC(2026, 0, 5, 6));
const HOURS = 8;
const FAULT_AFTER_SECONDS = 4 * 3600;
const BEFORE_SECONDS = 20 * 60;
const AFTER_SECONDS = 10 * 60;
const MINUTE_MS = 60_000;
const ERROR_SIGNALS = new Set(['error-count']);

/** One system for each fault that users of the fleet noticed, with that fault as its one case. */
export function* simulateFaults(seed: number): Generator<RecordedSystem> {
  const { services } = createFleet({ seed, startAt: START, hours: HOURS, injections: [] }).topology;
  for (const kind of FAULT_KINDS) {
    for (const { id } of services) {
      const system = simulateFault(seed, kind, id);
      if (system) yield system;
    }
  }
}

function simulateFault(seed: number, kind: FaultKind, serviceId: ServiceId): RecordedSystem | undefined {
  const at = secondsAfter(START, FAULT_AFTER_SECONDS);
  const fleet = createFleet({
    seed,
    startAt: START,
    hours: HOURS,
    injections: [{ kind, serviceId, at, shape: 'step' }],
  });
  fleet.advanceTo(secondsAfter(START, HOURS * 3600));
  const [fault] = fleet.truth().faults;
  if (fault?.visibleAt === undefined) return undefined;
  const table = readTable(fleet);
  const normal = sliceTable(table, START, at);
  const noticedAt = fault.visibleAt;
  const [noticedBy = serviceId] = fault.affectedServiceIds;
  const calls = new Map<string, readonly string[]>(
    fleet.topology.services.map(({ id, dependsOn }) => [id, dependsOn]),
  );
  const window = sliceTable(
    table,
    secondsAfter(noticedAt, -BEFORE_SECONDS),
    secondsAfter(noticedAt, AFTER_SECONDS),
  );
  const only: CauseCase = {
    name: `fleet ${seed} ${kind} ${serviceId}`,
    table: window,
    symptom: { component: noticedBy },
    at: noticedAt,
    cause: serviceId,
    kind,
  };
  const picture = joinTables(window, normal, calls);
  return {
    name: only.name,
    dataset: 'fleet',
    normal,
    calls,
    entry: noticedBy,
    cases: [only],
    profiled: profileComponents(picture),
    periodSeconds: picture.periodSeconds,
  };
}

/** All that the fleet published, as a table of services. Sums of errors become shares of the requests. */
function readTable(fleet: Fleet): MetricTable {
  const to = secondsAfter(START, HOURS * 3600);
  const stamps = Array.from({ length: (to - START) / MINUTE_MS }, (_, index) =>
    Instant.parse(START + index * MINUTE_MS),
  );
  const columns = fleet.topology.services.flatMap(({ id, resources }) => {
    const queries = resources.flatMap((resourceId) => metricQueriesFor(resourceId, 60));
    return fleet.readMetrics(queries, START, to).map(({ query, points }): TableColumn => {
      const byTime = new Map(points.map(({ at, value }) => [at, value]));
      return {
        component: id,
        metric: query.signal,
        statistic: query.statistic,
        values: stamps.map((at) => byTime.get(at)),
      };
    });
  });
  return { stamps, columns: columns.filter(({ metric, values }) => isMeasured(metric, values)) };
}

/** CloudWatch publishes no zeros of errors: a series without a point is none. */
function isMeasured(metric: string, values: TableColumn['values']): boolean {
  return ERROR_SIGNALS.has(metric) || values.some((value) => value !== undefined);
}
