// What every budget store must do: two executions that are admitted at the same time cannot both take the last slot (I8).

import { describe, expect, it } from 'vitest';
import type { BudgetStore } from '#application/ports/recovery.ts';
import { admit, EMPTY_BUDGET, giveBack, type RecoveryBudget } from '#domain/budget/budget.ts';
import type { ExecutionId } from '#domain/ids.ts';
import { CHECKOUT, NOON, OURS, THEIRS } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

const LIMITS = { maxConcurrentRecoveries: 3, cooldownSeconds: 60, now: NOON };

/** The budget with an execution on checkout admitted. */
function admitted(seen: RecoveryBudget, executionId: ExecutionId): RecoveryBudget {
  const answer = admit(seen, { executionId, serviceId: CHECKOUT, group: [CHECKOUT] }, LIMITS);
  return answer.ok ? answer.value : seen;
}

export function describeBudgetStore(name: string, make: MakeSubject<BudgetStore>): void {
  describe(`${name} budget store`, () => {
    it('is empty at first', async () => {
      const { store } = await make();

      expect(await store.find()).toEqual(EMPTY_BUDGET);
    });

    it('lets exactly one of two executions in that have both seen it empty', async () => {
      const { store } = await make();
      const seen = await store.find();

      const answers = await Promise.all(
        [OURS, THEIRS].map((executionId) => store.replace(seen, admitted(seen, executionId))),
      );

      expect(answers.filter((isWritten) => isWritten)).toHaveLength(1);
      expect((await store.find()).slots).toHaveLength(1);
    });

    it('refuses a writer that has read an older version, and takes one that has read the newest', async () => {
      const { store } = await make();
      const first = admitted(EMPTY_BUDGET, OURS);
      await store.replace(EMPTY_BUDGET, first);
      const second = giveBack(first, OURS, NOON);

      expect(await store.replace(first, second)).toBe(true);
      expect(await store.replace(first, giveBack(first, THEIRS, NOON))).toBe(false);

      expect(await store.find()).toEqual(second);
    });

    it('still has it after a restart', async () => {
      const { store, reopen } = await make();
      const next = admitted(EMPTY_BUDGET, OURS);
      await store.replace(EMPTY_BUDGET, next);

      const reopened = await reopen();

      expect(await reopened.find()).toEqual(next);
      expect(await reopened.replace(EMPTY_BUDGET, next)).toBe(false);
    });
  });
}
