// Plans in the table. Execution, attempt and revision stand in a plan's id, so its key follows from the id, and the keys
// of an execution's plans are in the order in which they are made.

import type { PlanStore } from '#application/ports/recovery.ts';
import { buildExecutionId } from '#contracts/naming.ts';
import { executionRange, planKey } from '#contracts/table-keys.ts';
import { InvalidInputError } from '#domain/errors.ts';
import { Plan } from '#domain/plan/plan.ts';
import { bodyOf, readBodies, readBody } from './body.ts';
import type { Table } from './table.ts';
import { put } from './writes.ts';

/** The store over an open table. */
export function tablePlanStore(table: Table): PlanStore {
  return {
    async put(plan) {
      const key = planKey(plan.planId);
      if (!key)
        throw new InvalidInputError(`Could not store plan ${plan.planId}: build its id with buildPlanId`);
      await table.write(put({ ...key, ...bodyOf(plan), ...table.expiries.incidentPart() }));
    },
    async find(planId) {
      const key = planKey(planId);
      return key && readBody(Plan, await table.get(key));
    },
    async listOf(incidentId) {
      return readBodies(Plan, await table.query(executionRange(buildExecutionId(incidentId), 'plan')));
    },
  };
}
