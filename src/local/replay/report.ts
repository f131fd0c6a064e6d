// What a replay found, as data: the JSON of `medic replay --json`, and what its table is made of. Absent knowledge is null,
// so that every field is in every report.

export interface ReplayReport {
  readonly path: string;
  readonly kind: 'issues' | 'series';
  readonly periodSeconds: number;
  readonly services: number;
  /** Name of the scoring model; null when thresholds judged alone. */
  readonly model: string | null;
  readonly normal: NormalReport;
  readonly issues: readonly IssueReport[];
  /** Null where nothing is known of what truly happened. */
  readonly summary: IssueSummary | null;
  /** What was odd about the data and how it was dealt with. */
  readonly notices: readonly string[];
}

/** What was found outside of issues; with a recording that is known to be normal each incident is a false one. */
export interface NormalReport {
  readonly from: string;
  readonly to: string;
  readonly serviceDays: number;
  readonly incidents: readonly IncidentReport[];
  readonly incidentsPerServiceDay: number;
}

export interface IncidentReport {
  readonly incidentId: string;
  readonly title: string;
  readonly severity: string;
  readonly onsetAt: string;
  readonly detectedAt: string;
  readonly services: readonly ServiceSymptoms[];
  /** Best first. */
  readonly hypotheses: readonly HypothesisReport[];
  readonly plan: OfferedPlan;
}

export interface ServiceSymptoms {
  readonly service: string;
  readonly indicators: readonly string[];
}

export interface HypothesisReport {
  readonly rank: number;
  readonly service: string;
  readonly failureType: string;
  readonly confidence: number;
}

/** What would have been offered if the component were a managed resource; a recording cannot be changed. */
export interface OfferedPlan {
  readonly isHypothetical: true;
  readonly strategy: string | null;
  readonly service: string | null;
  readonly summary: string;
  readonly actions: readonly string[];
  readonly risk: { readonly tier: string; readonly sentence: string } | null;
  /** Strategies that stood aside, with their reasons. */
  readonly abstained: readonly { readonly strategy: string; readonly detail: string }[];
}

export interface IssueReport {
  readonly issue: string;
  readonly symptom: { readonly service: string; readonly metric: string; readonly at: string };
  readonly cause: string;
  readonly isDetected: boolean;
  /** From the symptom as labelled to the incident; negative when the incident was first. */
  readonly delaySeconds: number | null;
  /** Of the first hypothesis that names the true cause, from 1. */
  readonly causeRank: number | null;
  /** The incident on the cause, or on what calls it. */
  readonly incident: IncidentReport | null;
  /** Incidents of the same time elsewhere. */
  readonly otherIncidents: number;
}

export interface IssueSummary {
  readonly issues: number;
  readonly detected: number;
  readonly detectedShare: number;
  readonly medianDelaySeconds: number | null;
  readonly top1Share: number;
  readonly top3Share: number;
  /** Issues for which a strategy would have offered to change something. */
  readonly withPlan: number;
  readonly falseIncidents: number;
  readonly falseIncidentsPerServiceDay: number;
}
