// The alarm budget of each service (X5): which of its pages were false of late, and how far that has raised its bar.

import type { FeedbackStore } from '#application/ports/learning.ts';
import type { OutcomeStore } from '#application/ports/recovery.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import type { Settings } from '#contracts/settings.ts';
import type { Anomaly } from '#domain/anomaly/anomaly.ts';
import { excessOf, PAGE_MEMORY_SECONDS, raisedBy, SECONDS_PER_WEEK } from '#domain/detection/alarm-budget.ts';
import { isFalsePage } from '#domain/feedback/label.ts';
import { type IncidentId, type Instant, type ServiceId, secondsAfter } from '#domain/ids.ts';

export interface AlarmBudgetDeps {
  readonly clock: Clock;
  readonly outcomes: OutcomeStore;
  readonly feedback: FeedbackStore;
}

/** Whether the budget of its service lets an anomaly open an incident; what is loud or certain enough always may. */
export async function isWithinBudget(
  deps: AlarmBudgetDeps,
  { serviceId, evidence }: Anomaly,
  settings: Settings,
): Promise<boolean> {
  const excess = excessOf(evidence, settings.detection);
  if (excess === Number.POSITIVE_INFINITY) return true;
  const now = deps.clock.now();
  const falsePages = await readFalsePages(deps, secondsAfter(now, -PAGE_MEMORY_SECONDS));
  const own = falsePages.get(serviceId) ?? [];
  return excess >= raisedBy(own, now, budgetOf(settings, serviceId));
}

/** False pages of a service that are bearable in a week. */
export function budgetOf({ services, detection }: Settings, serviceId: ServiceId): number {
  const own = services.find(({ id }) => id === serviceId)?.falsePagesPerWeek;
  return own ?? detection.falsePagesPerWeek;
}

/** What one service has spent of its budget. */
export interface BudgetStanding {
  readonly serviceId: ServiceId;
  /** Of the last four weeks, and how many are bearable in as long a time. */
  readonly falsePages: number;
  readonly bearable: number;
  /** In logits. */
  readonly raisedBy: number;
}

/** The realised rate of false pages is told over so long. */
const TOLD_WEEKS = 4;

/** The standing of every service, in the order of the settings. */
export async function readBudgets(deps: AlarmBudgetDeps, settings: Settings): Promise<BudgetStanding[]> {
  const now = deps.clock.now();
  const falsePages = await readFalsePages(deps, secondsAfter(now, -PAGE_MEMORY_SECONDS));
  const from = secondsAfter(now, -TOLD_WEEKS * SECONDS_PER_WEEK);
  return settings.services.map(({ id }) => {
    const own = falsePages.get(id) ?? [];
    const budget = budgetOf(settings, id);
    return {
      serviceId: id,
      falsePages: own.filter((at) => at >= from).length,
      bearable: TOLD_WEEKS * budget,
      raisedBy: raisedBy(own, now, budget),
    };
  });
}

/** When people were called for nothing, by service, oldest first. */
export async function readFalsePages(
  { outcomes, feedback }: AlarmBudgetDeps,
  since: Instant,
): Promise<ReadonlyMap<ServiceId, readonly Instant[]>> {
  const [ended, judgements] = await Promise.all([outcomes.listSince(since), feedback.listSince(since)]);
  const said = new Map(judgements.map((each) => [each.incidentId, each]));
  const known = new Map<IncidentId, { readonly serviceId: ServiceId; readonly at: Instant }>();
  for (const judgement of judgements)
    if (isFalsePage(undefined, judgement)) known.set(judgement.incidentId, judgement);
  for (const outcome of ended)
    if (isFalsePage(outcome, said.get(outcome.incidentId))) known.set(outcome.incidentId, outcome);
  const pages = [...known.values()].sort((one, other) => one.at - other.at);
  return new Map(
    [...Map.groupBy(pages, ({ serviceId }) => serviceId)].map(([id, own]) => [id, own.map(({ at }) => at)]),
  );
}
