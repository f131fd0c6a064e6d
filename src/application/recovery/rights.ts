// The rights an execution needs before it acts, and keeps until it closes: a lease on each resource and a slot of the
// recovery budget.

import type { BudgetStore, LeaseStore } from '#application/ports/recovery.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { winRace } from '#application/recovery/win-race.ts';
import type { Settings } from '#contracts/settings.ts';
import { admit, type BudgetRefusal, type BudgetRequest, giveBack } from '#domain/budget/budget.ts';
import type { ExecutionId, Instant, ResourceId } from '#domain/ids.ts';
import { type Lease, type LeaseHeld, provesLease } from '#domain/lease/lease.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { ok, type Result } from '#domain/result.ts';
import { neighboursOf } from '#domain/service/topology.ts';

export interface RightsDeps {
  readonly clock: Clock;
  readonly leases: LeaseStore;
  readonly budget: BudgetStore;
}

/** The resources a plan changes, in one order for all, so that two executions can never wait for each other. */
export function resourcesOf({ actions }: Plan): readonly ResourceId[] {
  return [...new Set(actions.map(({ action }) => action.resourceId))].toSorted();
}

/**
 * Takes the leases on all resources, or none: those got are given back when one is refused. All carry the same token,
 * the largest of them, which is returned.
 */
export async function acquireLeases(
  { leases }: Pick<RightsDeps, 'leases'>,
  executionId: ExecutionId,
  resourceIds: readonly ResourceId[],
): Promise<Result<number, LeaseHeld>> {
  const held: Lease[] = [];
  let token = 1;
  // Twice over: the first round finds the largest token, the second raises those that were granted before it.
  for (const resourceId of [...resourceIds, ...resourceIds]) {
    const granted = await leases.acquire({ resourceId, executionId, minimumToken: token });
    if (!granted.ok) {
      for (const lease of held) await leases.release(lease);
      return granted;
    }
    held.push(granted.value);
    token = granted.value.fencingToken;
  }
  return ok(token);
}

/** Ends the leases that the execution holds; returns the resources of those. */
export async function releaseLeases(
  { leases }: Pick<RightsDeps, 'leases'>,
  executionId: ExecutionId,
  resourceIds: readonly ResourceId[],
): Promise<readonly ResourceId[]> {
  const released: ResourceId[] = [];
  for (const resourceId of resourceIds) {
    const lease = await leases.find(resourceId);
    if (lease?.executionId !== executionId) continue;
    await leases.release(lease);
    released.push(resourceId);
  }
  return released;
}

/** Whether the execution still holds the lease on a resource, under its token. */
export async function holdsLease(
  { leases, clock }: Pick<RightsDeps, 'leases' | 'clock'>,
  resourceId: ResourceId,
  { executionId, fencingToken }: { readonly executionId: ExecutionId; readonly fencingToken: number },
): Promise<boolean> {
  return provesLease(await leases.find(resourceId), executionId, fencingToken, clock.now());
}

/** Takes a slot of the budget for a plan, renews it, or says what to wait for. */
export async function takeSlot(
  { budget, clock }: Pick<RightsDeps, 'budget' | 'clock'>,
  plan: Plan,
  { services, guardrails }: Settings,
): Promise<Result<true, BudgetRefusal>> {
  const { executionId, serviceId } = plan;
  const request: BudgetRequest = {
    executionId,
    serviceId,
    group: [serviceId, ...neighboursOf(services, serviceId)],
  };
  return winRace<Result<true, BudgetRefusal>>('the recovery budget', async () => {
    const seen = await budget.find();
    const admitted = admit(seen, request, { ...guardrails, now: clock.now() });
    if (!admitted.ok) return { value: admitted };
    return (await budget.replace(seen, admitted.value)) ? { value: ok(true) } : undefined;
  });
}

/** Gives the slot of an execution back; false when it held none. */
export async function giveSlotBack(
  { budget }: Pick<RightsDeps, 'budget'>,
  executionId: ExecutionId,
  now: Instant,
): Promise<boolean> {
  return winRace('the recovery budget', async () => {
    const seen = await budget.find();
    if (!seen.slots.some((slot) => slot.executionId === executionId)) return { value: false };
    return (await budget.replace(seen, giveBack(seen, executionId, now))) ? { value: true } : undefined;
  });
}

/** A sign of life: renews what the execution still holds. What it has lost stays lost. */
export async function renewRights(deps: RightsDeps, plan: Plan, settings: Settings): Promise<void> {
  for (const resourceId of resourcesOf(plan)) {
    const lease = await deps.leases.find(resourceId);
    const isOurs =
      lease !== undefined && lease.executionId === plan.executionId && lease.expiresAt > deps.clock.now();
    if (isOurs) await deps.leases.acquire({ resourceId, executionId: plan.executionId });
  }
  await takeSlot(deps, plan, settings);
}
