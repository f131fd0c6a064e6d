// Once a week, before the working week begins: which services will need more tasks than they have, when, and at what cost. It
// goes out on the bus, for whoever listens; the same can be asked for at any time (M55).

import type { EventBus, Log, ReceiptStore } from '#application/ports/operations.ts';
import { type ReadCapacityDeps, readCapacity } from '#application/views/read-capacity.ts';
import type { CapacityOutlook } from '#contracts/api/capacity-views.ts';
import type { CapacityNeed } from '#contracts/events.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';

export interface ReportCapacityDeps extends ReadCapacityDeps {
  readonly bus: EventBus;
  readonly log: Log;
  readonly receipts: ReceiptStore;
}

/** Mondays, 06:00 UTC. */
const REPORT_DAY = 1;
const REPORT_HOUR = 6;
/** A tick that is missed may be made up for within the hour; by then the week's report has been claimed. */
const CLAIM_SECONDS = 7200;
/** An event may have 256 KB; whoever wants all asks the API. */
const MOST_NEEDS = 100;

/** Tells of the week, once, in the hour in which it is due. */
export async function reportCapacity(deps: ReportCapacityDeps): Promise<void> {
  const now = deps.clock.now();
  const due = dueOn(now);
  if (due === undefined) return;
  if (!(await deps.receipts.claim(`capacity-report-${due}`, secondsAfter(now, CLAIM_SECONDS)))) return;
  const { services } = await readCapacity(deps);
  const needs = services.flatMap(needOf).toSorted((one, other) => other.addedDollars - one.addedDollars);
  const summary = summarize(services.length, needs);
  const counts = { serviceCount: services.length, needCount: needs.length };
  await deps.bus.publish([
    { type: 'capacity-reported', at: now, summary, ...counts, needs: needs.slice(0, MOST_NEEDS) },
  ]);
  deps.log.record('capacity-reported', counts);
}

/** The day of the report that is due now, `2026-11-23`; undefined at all other times. */
function dueOn(now: Instant): string | undefined {
  const date = new Date(now);
  const isDue = date.getUTCDay() === REPORT_DAY && date.getUTCHours() === REPORT_HOUR;
  return isDue ? date.toISOString().slice(0, 10) : undefined;
}

function needOf({ serviceId, tasks = 0, plan }: CapacityOutlook): readonly CapacityNeed[] {
  if (!plan || plan.tasks <= tasks) return [];
  const { tasks: neededTasks, at, addedDollars, isCapped, shortAt } = plan;
  const need = { serviceId, tasks, neededTasks, at, addedDollars, isCapped };
  return [{ ...need, ...(shortAt !== undefined && { shortAt }) }];
}

function summarize(serviceCount: number, needs: readonly CapacityNeed[]): string {
  if (needs.length === 0) return `What there is will do for the week: ${serviceCount} services looked at`;
  const dollars = needs.reduce((sum, { addedDollars }) => sum + addedDollars, 0);
  const late = needs.filter(({ shortAt }) => shortAt !== undefined).length;
  const more = `${needs.length} of ${serviceCount} services need more tasks in the week, for $${dollars.toFixed(2)}`;
  return late === 0 ? more : `${more}; ${late} of them sooner or at a higher cost than planned for`;
}
