// What all candidates of one plan are judged by; read once, so that they are judged by the same facts.

import type { Settings } from '#contracts/settings.ts';
import type { Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import type { ServiceFacts } from '#domain/diagnosis/facts.ts';
import type { Instant, ServiceId } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { TrackRecord } from '#domain/outcome/outcome.ts';
import type { Plan } from '#domain/plan/plan.ts';

/** What all candidates of one plan are judged by. */
export interface PlanningContext {
  readonly incident: Incident;
  readonly attempt: number;
  readonly now: Instant;
  readonly settings: Settings;
  readonly hypotheses: readonly Hypothesis[];
  readonly facts: ReadonlyMap<ServiceId, ServiceFacts>;
  /** Made for earlier attempts of this execution. */
  readonly earlierPlans: readonly Plan[];
  readonly trackRecords: readonly TrackRecord[];
}
