// Once a day: what the incidents and anomalies of the last days have in common (M45), and which services moved together
// in each quarter of the last day (M36). What is found is shown and adds evidence; nothing is done because of it.

import type { Flags, SettingsSource } from '#application/ports/operations.ts';
import type { PatternStore } from '#application/ports/patterns.ts';
import type { IncidentStore } from '#application/ports/recovery.ts';
import type { AnomalyStore, ChangeStore, Clock, HealthStore } from '#application/ports/telemetry.ts';
import type { MinePatternsOutput } from '#contracts/steps/observe.ts';
import { groupsOf } from '#domain/groups.ts';
import { Instant, type ServiceId, secondsAfter, secondsBetween } from '#domain/ids.ts';
import { correlateServices } from '#domain/pattern/correlate.ts';
import { coursesOf, ofBusiest } from '#domain/pattern/courses.ts';
import { findPatterns } from '#domain/pattern/find-patterns.ts';

export interface MinePatternsDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly flags: Flags;
  readonly anomalies: AnomalyStore;
  readonly incidents: IncidentStore;
  readonly changes: ChangeStore;
  readonly health: HealthStore;
  readonly patterns: PatternStore;
}

const DAY_SECONDS = 86_400;
/** Anomalies are many, and what follows what shows within a week. */
const ANOMALY_DAYS = 7;
/** Incidents are few, and a weekday has to come more than twice. */
const INCIDENT_DAYS = 28;
/** Long enough for a correlation to be more than chance, short enough for it to come and go. */
export const WINDOW_SECONDS = 6 * 3600;
/** One store must not be asked for all services at the same moment. */
const READS_AT_ONCE = 20;

/** Looks for patterns and correlations, and keeps both. The same past leaves the same records, however often it is asked. */
export async function minePatterns(deps: MinePatternsDeps): Promise<MinePatternsOutput> {
  if (!(await deps.flags.isOn('self_healing.pattern_analysis')))
    return { outcome: 'switched-off', patterns: 0, windows: 0 };
  const { services } = await deps.settings.current();
  const serviceIds = services.map(({ id }) => id);
  const patterns = await minePast(deps, serviceIds);
  const windows = await correlateWindows(deps, serviceIds);
  return { outcome: 'mined', patterns, windows };
}

async function minePast(deps: MinePatternsDeps, serviceIds: readonly ServiceId[]): Promise<number> {
  const to = deps.clock.now();
  const from = secondsAfter(to, -INCIDENT_DAYS * DAY_SECONDS);
  const anomaliesFrom = secondsAfter(to, -ANOMALY_DAYS * DAY_SECONDS);
  const [incidents, changes, anomalies] = await Promise.all([
    deps.incidents.listSince(from),
    deps.changes.list(serviceIds, from, to),
    readEach(serviceIds, (id) => deps.anomalies.list(id, anomaliesFrom, to)),
  ]);
  const past = { anomalies: anomalies.flat(), incidents: incidents.toReversed(), changes };
  const report = findPatterns({ ...past, anomaliesFrom, from, to });
  await deps.patterns.put(report);
  return report.patterns.length;
}

/** The whole windows of the last day that have not been looked at. */
async function correlateWindows(deps: MinePatternsDeps, serviceIds: readonly ServiceId[]): Promise<number> {
  const dayAgo = secondsAfter(deps.clock.now(), -DAY_SECONDS);
  const known = (await deps.patterns.listWindows(dayAgo)).map(({ from }) => from);
  const due = windowsSince(dayAgo, deps.clock.now()).filter((from) => !known.includes(from));
  let written = 0;
  for (const from of due) if (await correlateWindow(deps, serviceIds, from)) written++;
  return written;
}

function windowsSince(since: Instant, now: Instant): readonly Instant[] {
  const length = WINDOW_SECONDS * 1000;
  const first = Math.ceil(since / length) * length;
  const count = Math.floor(secondsBetween(Instant.parse(first), now) / WINDOW_SECONDS);
  return Array.from({ length: count }, (_, index) => Instant.parse(first + index * length));
}

/** False, and nothing is kept, where fewer than two services were known. */
async function correlateWindow(
  { health, patterns, settings }: MinePatternsDeps,
  serviceIds: readonly ServiceId[],
  from: Instant,
): Promise<boolean> {
  const to = secondsAfter(from, WINDOW_SECONDS);
  const read = await readEach(serviceIds, async (id) =>
    coursesOf(id, await health.list(id, from, to), { from, to }),
  );
  const courses = read.filter((own) => own.length > 0);
  if (courses.length < 2) return false;
  const { services } = await settings.current();
  const correlations = correlateServices(ofBusiest(courses), services);
  await patterns.putWindow({ from, to, services: courses.length, correlations });
  return true;
}

async function readEach<Answer>(
  serviceIds: readonly ServiceId[],
  read: (serviceId: ServiceId) => Promise<Answer>,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  for (const group of groupsOf(serviceIds, READS_AT_ONCE))
    answers.push(...(await Promise.all(group.map(read))));
  return answers;
}
