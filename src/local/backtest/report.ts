// What a backtest found, as data: the JSON of `medic backtest --json`, and what its tables are made of. Absent knowledge is
// null, so that every field is in every report.

import type { HypothesisReport, ServiceSymptoms } from '#local/replay/report.ts';

export interface BacktestReport {
  readonly path: string;
  readonly from: string;
  readonly to: string;
  readonly periodSeconds: number;
  readonly services: readonly string[];
  readonly serviceWeeks: number;
  /** Name of the scoring model; null when thresholds judged alone. */
  readonly model: string | null;
  readonly incidents: readonly BacktestIncident[];
  /** Incidents for each service and week; of those that began while the service was still being learned none is left out. */
  readonly incidentsPerServiceWeek: number;
  /** Null where no file of known incidents was given. */
  readonly known: KnownReport | null;
  readonly cost: CostReport;
  /** What no backtest can know, and what this one lacked. */
  readonly limits: readonly string[];
  /** What was odd about the data and how it was dealt with. */
  readonly notices: readonly string[];
}

export interface BacktestIncident {
  readonly incidentId: string;
  readonly title: string;
  readonly severity: string;
  readonly onsetAt: string;
  readonly detectedAt: string;
  /** When the loop saw that it was over; null when it did not. */
  readonly closedAt: string | null;
  /** How it ended with nobody acting: `resolved` by itself, or `escalated` to people. */
  readonly state: string;
  readonly services: readonly ServiceSymptoms[];
  /** Best first. */
  readonly hypotheses: readonly HypothesisReport[];
  /** What would have been done; null when people would have been called at once. */
  readonly plan: BacktestPlan | null;
  /** Why people would have been called; null when they would not. */
  readonly escalation: string | null;
  readonly unknown: readonly string[];
}

export interface BacktestPlan {
  readonly plannedAt: string;
  readonly strategy: string;
  readonly service: string;
  readonly summary: string;
  readonly actions: readonly string[];
  readonly risk: { readonly tier: string; readonly sentence: string };
  /** Belief that it would have helped; a recording cannot say whether it would have. */
  readonly successProbability: number;
  /** Different people who would have been asked, by mode. */
  readonly approvals: { readonly inApprove: number; readonly inAuto: number };
  /** Why people would have been asked even in mode auto; null when they would not. */
  readonly approvalReason: string | null;
}

export interface KnownReport {
  readonly incidents: readonly KnownIncidentReport[];
  readonly found: number;
  readonly missed: number;
  /** From the start as people know it to the detection; negative when the detection was first. */
  readonly medianDelaySeconds: number | null;
  /** Incidents at times that people know nothing of. */
  readonly falsePages: number;
  readonly falsePagesPerServiceWeek: number;
}

export interface KnownIncidentReport {
  readonly from: string;
  readonly to: string;
  readonly service: string | null;
  readonly incidentId: string | null;
  readonly delaySeconds: number | null;
}

/** What it would cost to have all this watched on AWS, by the dated price table. */
export interface CostReport {
  readonly dollarsPerMonth: number;
  readonly prices: { readonly month: string; readonly region: string };
}
