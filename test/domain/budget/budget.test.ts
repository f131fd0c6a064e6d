import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  admit,
  type BudgetRequest,
  EMPTY_BUDGET,
  giveBack,
  type RecoveryBudget,
  SLOT_SECONDS,
} from '#domain/budget/budget.ts';
import { ExecutionId, ServiceId } from '#domain/ids.ts';
import { at, CART, CHECKOUT, OURS, THEIRS } from '../../builders.ts';

const ours: BudgetRequest = { executionId: OURS, serviceId: CHECKOUT, group: [CHECKOUT] };
const theirs: BudgetRequest = { executionId: THEIRS, serviceId: CART, group: [CART] };
const limits = { maxConcurrentRecoveries: 3, cooldownSeconds: 60 };

describe('the recovery budget', () => {
  it('admits an execution, and renews it without counting it twice', () => {
    const first = admitted(EMPTY_BUDGET, ours);

    const again = admitted(first, ours, 100);

    expect(again.slots).toHaveLength(1);
    expect(again.slots[0]?.expiresAt).toBe(at(100 + SLOT_SECONDS));
  });

  it.each([
    ['the same service', { ...theirs, serviceId: CHECKOUT }, 'service-busy'],
    ['a service that depends on it', { ...theirs, group: [CART, CHECKOUT] }, 'group-busy'],
  ])('refuses a second recovery of %s', (_case, second, reason) => {
    const budget = admitted(EMPTY_BUDGET, ours);

    expect(admit(budget, second, { ...limits, now: at(1) })).toMatchObject({
      ok: false,
      refusal: { reason },
    });
  });

  it('refuses one more than may run at once', () => {
    const budget = admitted(EMPTY_BUDGET, ours);

    const refused = admit(budget, theirs, { ...limits, maxConcurrentRecoveries: 1, now: at(1) });

    expect(refused).toMatchObject({ ok: false, refusal: { reason: 'too-many', retryAt: at(61) } });
  });

  it('forgets a slot that shows no sign of life', () => {
    const budget = admitted(EMPTY_BUDGET, ours);

    expect(admit(budget, { ...theirs, serviceId: CHECKOUT }, { ...limits, now: at(SLOT_SECONDS) }).ok).toBe(
      true,
    );
  });

  it('pauses between two recoveries of one service', () => {
    const ended = giveBack(admitted(EMPTY_BUDGET, ours), OURS, at(100));
    const next = { ...ours, executionId: THEIRS };

    expect(admit(ended, next, { ...limits, now: at(159) })).toMatchObject({
      ok: false,
      refusal: { reason: 'cooldown', retryAt: at(160) },
    });
    expect(admit(ended, next, { ...limits, now: at(160) }).ok).toBe(true);
  });

  it('never has more slots than allowed, nor two on one service, whoever asks in whatever order', () => {
    const step = fc.record({
      who: fc.integer({ min: 0, max: 6 }),
      service: fc.integer({ min: 0, max: 3 }),
      does: fc.constantFrom('begin', 'end'),
      afterSeconds: fc.integer({ min: 0, max: SLOT_SECONDS }),
    });

    fc.assert(
      fc.property(fc.array(step), fc.integer({ min: 1, max: 3 }), (steps, maxConcurrentRecoveries) => {
        let now = 0;
        let budget: RecoveryBudget = EMPTY_BUDGET;
        for (const { who, service, does, afterSeconds } of steps) {
          now += afterSeconds;
          const serviceId = ServiceId.parse(`service-${service}`);
          const request = {
            executionId: ExecutionId.parse(`execution-${who}`),
            serviceId,
            group: [serviceId],
          };
          const answer = admit(budget, request, { ...limits, maxConcurrentRecoveries, now: at(now) });
          if (does === 'begin' && answer.ok) budget = answer.value;
          if (does === 'end') budget = giveBack(budget, request.executionId, at(now));

          const live = budget.slots.filter(({ expiresAt }) => expiresAt > at(now));
          expect(live.length).toBeLessThanOrEqual(maxConcurrentRecoveries);
          expect(new Set(live.map((slot) => slot.serviceId)).size).toBe(live.length);
        }
      }),
    );
  });
});

function admitted(budget: RecoveryBudget, request: BudgetRequest, seconds = 0): RecoveryBudget {
  const answer = admit(budget, request, { ...limits, now: at(seconds) });
  if (!answer.ok) throw new Error(answer.refusal.detail);
  return answer.value;
}
