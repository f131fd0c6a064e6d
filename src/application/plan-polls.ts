// The first step of every tick: clear what crashed runs left, pick the services that are due, send them to the scorers
// in shards, give a sign of life, and once an hour look at the models.

import { type ReviewModelsDeps, reviewModels } from '#application/models/review-models.ts';
import type { Flags, Log, PollQueue, PulseStore, SettingsSource } from '#application/ports/operations.ts';
import type { IncidentStore } from '#application/ports/recovery.ts';
import type { Clock, PollStore } from '#application/ports/telemetry.ts';
import { type SweepDeps, sweep } from '#application/sweep.ts';
import { metricQueriesFor } from '#contracts/naming.ts';
import type { PlanPollsOutput } from '#contracts/steps/observe.ts';
import { groupsOf } from '#domain/groups.ts';
import type { Instant, ServiceId } from '#domain/ids.ts';
import type { PollState } from '#domain/poll/poll.ts';
import { afterPoll, hasten, isDue, isUrgent, newPollState } from '#domain/poll/schedule.ts';
import type { PollSettings } from '#domain/poll/settings.ts';
import type { Service } from '#domain/service/service.ts';
import { allDependenciesOf, callersOf } from '#domain/service/topology.ts';

export interface PlanPollsDeps extends SweepDeps, ReviewModelsDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly flags: Flags;
  readonly polls: PollStore;
  readonly pollQueue: PollQueue;
  readonly pulse: PulseStore;
  readonly incidents: IncidentStore;
  readonly log: Log;
}

/** The grid of the schedule is a minute; what is to be read more often is read once more in the middle of it (C1). */
const SECOND_PASS_SECONDS = 30;
const TICK_SECONDS = 60;

/** Ten thousand services, one after the other at 5 ms each, would take most of the tick. */
const WRITES_AT_ONCE = 20;

/** Sends every due service to a scorer, once, and says how many. */
export async function planPolls(deps: PlanPollsDeps): Promise<PlanPollsOutput> {
  const now = deps.clock.now();
  await sweep(deps);
  const due = (await deps.flags.isOn('self_healing.monitoring')) ? await sendDue(deps, now) : [];
  await deps.pulse.beat({ lastTickAt: now, servicesDue: due.length });
  await reviewModels(deps);
  return { outcome: 'planned', servicesDue: due.length };
}

async function sendDue(deps: PlanPollsDeps, now: Instant): Promise<readonly ServiceId[]> {
  const { services, polling } = await deps.settings.current();
  const measured = services.filter(({ resources }) =>
    resources.some((id) => metricQueriesFor(id).length > 0),
  );
  const states = await pollStates(deps, measured, { settings: polling, now });
  const due = states.filter((state) => isDue(state, now));
  if (due.length === 0) return [];
  const serviceIds = due.map(({ serviceId }) => serviceId);
  await sendShards(deps, polling, { serviceIds, delaySeconds: 0 });
  const urgent = due.filter((state) => isUrgent(state, now)).map(({ serviceId }) => serviceId);
  if (polling.healthCheckIntervalSeconds < TICK_SECONDS)
    await sendShards(deps, polling, { serviceIds: urgent, delaySeconds: SECOND_PASS_SECONDS });
  // Where users are, calm is faster: nobody's calls stand between them and the service.
  const called = new Set(services.flatMap(({ dependsOn }) => dependsOn));
  const atTheEntry = { ...polling, calmSeconds: polling.entrySeconds };
  // Only after the queue has them: a crash in between polls twice, which is harmless, and never not at all.
  for (const group of groupsOf(due, WRITES_AT_ONCE)) {
    const next = group.map((state) =>
      afterPoll(state, called.has(state.serviceId) ? polling : atTheEntry, now),
    );
    await Promise.all(next.map((state) => deps.polls.put(state)));
  }
  return serviceIds;
}

interface Sending {
  readonly serviceIds: readonly ServiceId[];
  readonly delaySeconds: number;
}

async function sendShards(
  { pollQueue }: PlanPollsDeps,
  { servicesPerShard }: PollSettings,
  { serviceIds, delaySeconds }: Sending,
): Promise<void> {
  const shards = groupsOf(serviceIds, servicesPerShard).map((shard) => ({ serviceIds: shard }));
  if (shards.length > 0) await pollQueue.send(shards, delaySeconds);
}

/** The poll state of each service, those in the reach of an open incident on the fast tier. */
async function pollStates(
  deps: PlanPollsDeps,
  services: readonly Service[],
  time: { readonly settings: PollSettings; readonly now: Instant },
): Promise<readonly PollState[]> {
  const stored = new Map((await deps.polls.all()).map((state) => [state.serviceId, state]));
  const ill = await servicesInIncidents(deps, services);
  return services.map(({ id }) => {
    const state = stored.get(id) ?? newPollState(id, time.now);
    return ill.has(id) ? hasten(state, 'incident', time) : state;
  });
}

async function servicesInIncidents(
  { incidents }: PlanPollsDeps,
  services: readonly Service[],
): Promise<ReadonlySet<ServiceId>> {
  const open = await incidents.listOpen();
  return new Set(
    open.flatMap(({ serviceIds }) =>
      serviceIds.flatMap((id) => [id, ...callersOf(services, id), ...allDependenciesOf(services, id)]),
    ),
  );
}
