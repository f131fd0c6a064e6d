// What every plan store must do.

import { describe, expect, it } from 'vitest';
import type { PlanStore } from '#application/ports/recovery.ts';
import { buildPlanId } from '#contracts/naming.ts';
import { at, INCIDENT, OTHER_INCIDENT, OURS, PLAN, plan, THEIRS } from '../builders.ts';
import type { MakeSubject } from './subject.ts';

export function describePlanStore(name: string, make: MakeSubject<PlanStore>): void {
  describe(`${name} plan store`, () => {
    it('gives back a plan with its actions, inverses and alternatives', async () => {
      const { store } = await make();
      const made = plan({
        alternatives: [
          {
            strategy: 'service-restart',
            failureType: 'memory-leak',
            verdict: 'refused',
            detail: 'a deployment is in progress',
            refusal: { guardrail: 'deployment-in-progress', detail: 'checkout:42' },
          },
        ],
      });

      await store.put(made);

      expect(await store.find(PLAN)).toEqual(made);
    });

    it('knows nothing of an unknown id', async () => {
      const { store } = await make();

      expect(await store.find(PLAN)).toBeUndefined();
    });

    it('lists the plans of one incident in the order made, a plan put twice once', async () => {
      const { store } = await make();
      const plans = [
        plan({ planId: buildPlanId(OURS, 1, 0), createdAt: at(1) }),
        plan({ planId: buildPlanId(OURS, 1, 1), createdAt: at(2) }),
        plan({ planId: buildPlanId(OURS, 2, 0), createdAt: at(3) }),
      ];
      for (const each of plans) await store.put(each);
      await store.put(plan({ planId: buildPlanId(THEIRS, 1, 0), incidentId: OTHER_INCIDENT }));

      await store.put(plan({ planId: buildPlanId(OURS, 1, 0), createdAt: at(1) }));

      expect(await store.listOf(INCIDENT)).toEqual(plans);
    });

    it('still has it after a restart', async () => {
      const { store, reopen } = await make();
      await store.put(plan());

      expect(await (await reopen()).find(PLAN)).toEqual(plan());
    });
  });
}
