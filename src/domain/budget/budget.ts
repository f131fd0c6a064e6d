// The recovery budget: which executions may act now. At most so many at once, one per service and one per dependency
// group, with a pause between two on one service (I8, C3, C13). The rules are pure; a store makes them atomic.

import * as z from 'zod/mini';
import { ExecutionId, Instant, ServiceId, secondsAfter } from '#domain/ids.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

const Slot = z.readonly(
  z.object({
    executionId: ExecutionId,
    serviceId: ServiceId,
    /** The ill service and the services that depend on it or that it depends on. */
    group: z.readonly(z.array(ServiceId)),
    expiresAt: Instant,
  }),
);
type Slot = z.infer<typeof Slot>;

export const RecoveryBudget = z.readonly(
  z.object({
    version: z.int(),
    slots: z.readonly(z.array(Slot)),
    /** When each service's last recovery ended. */
    endedAt: z.record(z.string(), Instant),
  }),
);
export type RecoveryBudget = z.infer<typeof RecoveryBudget>;

/** Nothing runs and nothing has ended. */
export const EMPTY_BUDGET: RecoveryBudget = { version: 0, slots: [], endedAt: {} };

/** How long a slot outlives its execution's last sign of life: as long as a lease. */
export const SLOT_SECONDS = 900;

export interface BudgetRequest {
  readonly executionId: ExecutionId;
  readonly serviceId: ServiceId;
  readonly group: readonly ServiceId[];
}

export interface BudgetLimits {
  readonly maxConcurrentRecoveries: number;
  readonly cooldownSeconds: number;
}

export interface BudgetRefusal {
  readonly reason: 'too-many' | 'service-busy' | 'group-busy' | 'cooldown';
  readonly detail: string;
  readonly retryAt: Instant;
}

/** Admits an execution, renews it when it is admitted already, or says what it has to wait for. */
export function admit(
  budget: RecoveryBudget,
  request: BudgetRequest,
  limits: BudgetLimits & { readonly now: Instant },
): Result<RecoveryBudget, BudgetRefusal> {
  const others = budget.slots.filter(
    (slot) => slot.expiresAt > limits.now && slot.executionId !== request.executionId,
  );
  const isRenewal = budget.slots.some(({ executionId }) => executionId === request.executionId);
  const refusal =
    findBudgetRefusal(others, request, limits) ??
    (isRenewal ? undefined : findCooldown(budget, request, limits));
  if (refusal) return refuse(refusal);
  const slot: Slot = { ...request, expiresAt: secondsAfter(limits.now, SLOT_SECONDS) };
  return ok({ ...budget, version: budget.version + 1, slots: [...others, slot] });
}

/** The budget after an execution ended; unchanged but for the version when it held nothing. */
export function giveBack(budget: RecoveryBudget, executionId: ExecutionId, now: Instant): RecoveryBudget {
  const ended = budget.slots.filter((slot) => slot.executionId === executionId);
  return {
    version: budget.version + 1,
    slots: budget.slots.filter((slot) => slot.executionId !== executionId),
    endedAt: { ...budget.endedAt, ...Object.fromEntries(ended.map(({ serviceId }) => [serviceId, now])) },
  };
}

function findBudgetRefusal(
  others: readonly Slot[],
  request: BudgetRequest,
  limits: BudgetLimits & { readonly now: Instant },
): BudgetRefusal | undefined {
  const sameService = others.find(({ serviceId }) => serviceId === request.serviceId);
  if (sameService) return busy('service-busy', sameService);
  const sameGroup = others.find(({ group }) => group.some((member) => request.group.includes(member)));
  if (sameGroup) return busy('group-busy', sameGroup);
  if (others.length < limits.maxConcurrentRecoveries) return undefined;
  return {
    reason: 'too-many',
    detail: `${others.length} recoveries run already, the limit is ${limits.maxConcurrentRecoveries}`,
    retryAt: secondsAfter(limits.now, 60),
  };
}

function busy(reason: 'service-busy' | 'group-busy', slot: Slot): BudgetRefusal {
  return { reason, detail: `${slot.executionId} acts on ${slot.serviceId}`, retryAt: slot.expiresAt };
}

function findCooldown(
  budget: RecoveryBudget,
  { serviceId }: BudgetRequest,
  { cooldownSeconds, now }: BudgetLimits & { readonly now: Instant },
): BudgetRefusal | undefined {
  const endedAt = budget.endedAt[serviceId];
  if (endedAt === undefined) return undefined;
  const retryAt = secondsAfter(endedAt, cooldownSeconds);
  if (retryAt <= now) return undefined;
  return {
    reason: 'cooldown',
    detail: `the last recovery of ${serviceId} ended less than ${cooldownSeconds} s ago`,
    retryAt,
  };
}
