// Who tells how right the versions of a model are, and what a review asks of them.

import type { LabelledIncident } from '#application/models/read-labels.ts';
import type { TrialPair } from '#application/models/review-trial.ts';
import type { Instant } from '#domain/ids.ts';
import type { ModelRecord, ModelVersion } from '#domain/model/model.ts';
import type { TrialStanding } from '#domain/model/trial-rule.ts';

/** What is known at a review. */
export interface Past {
  readonly now: Instant;
  /** The window begins then. */
  readonly from: Instant;
  readonly labelled: readonly LabelledIncident[];
}

/** What is looked at. */
export interface Reviewed {
  readonly record: ModelRecord;
  readonly champion: ModelVersion;
  readonly challenger: ModelVersion | undefined;
}

/** What a review finds, besides the trial. */
export type Findings = Pick<ModelRecord, 'reviewedAt' | 'drift' | 'retraining' | 'accuracy'>;

/** A judge of one model. */
export interface ModelJudge {
  /** Undefined where nothing tells. */
  trial(pair: TrialPair, past: Past): Promise<TrialStanding | undefined>;
  findings(reviewed: Reviewed, past: Past): Promise<Findings>;
}
