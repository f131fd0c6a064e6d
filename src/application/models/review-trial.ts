// How the trial of a challenger stands: the tallies of all services are settled with the incidents that have ended, and
// judged together.

import type { LabelledIncident } from '#application/models/read-labels.ts';
import type { ModelRegistry } from '#application/ports/learning.ts';
import type { SettingsSource } from '#application/ports/operations.ts';
import { winRace } from '#application/recovery/win-race.ts';
import type { Instant, ServiceId } from '#domain/ids.ts';
import type { ModelVersion } from '#domain/model/model.ts';
import { joinCases, settleTally } from '#domain/model/settle-tally.ts';
import type { ShadowSide, ShadowTally } from '#domain/model/shadow-tally.ts';
import { judgeTrial } from '#domain/model/trial.ts';
import type { TrialStanding } from '#domain/model/trial-rule.ts';

export interface ReviewTrialDeps {
  readonly settings: SettingsSource;
  readonly models: ModelRegistry;
}

/** Which versions of which model are compared. */
export interface TrialPair {
  readonly name: string;
  readonly champion: ModelVersion;
  readonly challenger: ModelVersion;
}

/** Settles the tallies of all services and judges the trial. */
export async function reviewTrial(
  deps: ReviewTrialDeps,
  { name, champion, challenger }: TrialPair,
  { now, labelled }: { readonly now: Instant; readonly labelled: readonly LabelledIncident[] },
): Promise<TrialStanding> {
  const { services } = await deps.settings.current();
  const settled = await Promise.all(
    services.map(({ id }) => settle(deps, { name, serviceId: id }, { now, labelled })),
  );
  const isOfPair = (tally: ShadowTally) =>
    tally.champion === champion.hash && tally.challenger === challenger.hash;
  const tallies = settled.filter((tally) => tally !== undefined).filter(isOfPair);
  const labels = new Map(labelled.map(({ incident, label }) => [incident.incidentId, label]));
  const outside = (side: ShadowSide) => tallies.reduce((total, { sides }) => total + sides[side].outside, 0);
  return judgeTrial({
    cases: joinCases(tallies).map((each) => ({ ...each, label: labels.get(each.incidentId) ?? 'unknown' })),
    outside: {
      champion: outside('champion'),
      challenger: outside('challenger'),
      thresholds: outside('thresholds'),
    },
    since: challenger.since,
    now,
  });
}

/** The settled tally of one service; undefined while it has none. */
async function settle(
  { models }: ReviewTrialDeps,
  { name, serviceId }: { readonly name: string; readonly serviceId: ServiceId },
  { now, labelled }: { readonly now: Instant; readonly labelled: readonly LabelledIncident[] },
): Promise<ShadowTally | undefined> {
  const incidents = labelled.map(({ incident }) => incident);
  return winRace(`the comparison of ${name} on ${serviceId}`, async () => {
    const seen = await models.findTally(name, serviceId);
    if (!seen) return { value: undefined };
    const next = { ...settleTally(seen, incidents, now), version: seen.version + 1 };
    return (await models.replaceTally(next, seen)) ? { value: next } : undefined;
  });
}
