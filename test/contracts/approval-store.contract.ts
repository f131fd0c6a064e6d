// What every approval store must do: a decision counts only when nobody else has decided since it was judged (I4).

import { describe, expect, it } from 'vitest';
import type { ApprovalStore } from '#application/ports/recovery.ts';
import { buildApprovalId, buildPlanId } from '#contracts/naming.ts';
import type { Approval } from '#domain/approval/approval.ts';
import { APPROVAL, approval, at, decision, INCIDENT, OTHER_INCIDENT, OURS } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

function asked(revision: number, overrides: Partial<Approval> = {}): Approval {
  const planId = buildPlanId(OURS, 1, revision);
  return approval({ approvalId: buildApprovalId(planId), planId, requestedAt: at(revision), ...overrides });
}

export function describeApprovalStore(name: string, make: MakeSubject<ApprovalStore>): void {
  describe(`${name} approval store`, () => {
    it('gives back the approval that was created', async () => {
      const { store } = await make();

      await store.create(approval());

      expect(await store.find(APPROVAL)).toEqual(approval());
      expect(await store.find(asked(7).approvalId)).toBeUndefined();
    });

    it('asks once: the second request gets the first one handed out', async () => {
      const { store } = await make();
      await store.create(approval({ taskToken: 'first' }));

      await expect(store.create(approval({ taskToken: 'second' }))).rejects.toMatchObject({
        name: 'ConflictError',
        existing: approval({ taskToken: 'first' }),
      });
    });

    it('lets exactly one of many people who decide at once win', async () => {
      const { store } = await make();
      const seen = approval();
      await store.create(seen);

      const answers = await Promise.all(
        ['ana', 'ben', 'cleo'].map((by) =>
          store.replace(seen, { ...seen, status: 'granted', decisions: [decision({ by })] }),
        ),
      );

      expect(answers.filter((isWritten) => isWritten)).toHaveLength(1);
    });

    it('refuses a decision that was judged before another one, though the question is still open', async () => {
      const { store } = await make();
      const seen = approval({ approvalsNeeded: 2 });
      await store.create(seen);
      const afterAna = { ...seen, decisions: [decision({ by: 'ana' })] };
      await store.replace(seen, afterAna);

      expect(await store.replace(seen, { ...seen, decisions: [decision({ by: 'ben' })] })).toBe(false);

      expect(await store.find(APPROVAL)).toEqual(afterAna);
    });

    it('takes the decision of somebody who has read the newest version', async () => {
      const { store } = await make();
      const seen = approval({ approvalsNeeded: 2 });
      await store.create(seen);
      const first = { ...seen, decisions: [decision({ by: 'ana' })] };
      await store.replace(seen, first);

      const second: Approval = {
        ...first,
        status: 'granted',
        decisions: [...first.decisions, decision({ by: 'ben' })],
      };

      expect(await store.replace(first, second)).toBe(true);
      expect(await store.find(APPROVAL)).toEqual(second);
    });

    it('refuses an answer to a question that has lapsed', async () => {
      const { store } = await make();
      const seen = approval();
      await store.create(seen);
      await store.replace(seen, { ...seen, status: 'expired' });

      expect(await store.replace(seen, { ...seen, status: 'granted', decisions: [decision()] })).toBe(false);
    });

    it('does not create what it is asked to replace', async () => {
      const { store } = await make();

      expect(await store.replace(approval(), approval({ status: 'expired' }))).toBe(false);
    });

    it('lists open questions oldest first', async () => {
      const { store } = await make();
      for (const revision of [2, 0, 1]) await store.create(asked(revision));
      await store.replace(
        asked(1),
        asked(1, { status: 'denied', decisions: [decision({ verdict: 'deny' })] }),
      );

      expect(await store.listRequested()).toEqual([asked(0), asked(2)]);
    });

    it('lists all questions of an incident, answered ones too', async () => {
      const { store } = await make();
      await store.create(asked(0, { status: 'denied' }));
      await store.create(asked(1));
      await store.create(asked(2, { incidentId: OTHER_INCIDENT }));

      expect(await store.listOf(INCIDENT)).toEqual([asked(0, { status: 'denied' }), asked(1)]);
    });

    it('still has it, and still judges by its version, after a restart', async () => {
      const { store, reopen } = await make();
      const seen = approval();
      await store.create(seen);
      await store.replace(seen, { ...seen, status: 'denied', decisions: [decision({ verdict: 'deny' })] });

      const reopened = await reopen();

      expect(await reopened.replace(seen, { ...seen, status: 'granted', decisions: [decision()] })).toBe(
        false,
      );
      expect(await reopened.find(APPROVAL)).toMatchObject({ status: 'denied' });
    });
  });
}
