// The contract of a strategy: a plug-in that knows how to remedy certain failures. It is pure: it looks at a situation
// and proposes actions or says why not. Risk, guardrails, approval and rollback are not its business.

import type { Action } from '#domain/action/action.ts';
import type { Change } from '#domain/change/change.ts';
import type { ForeseenSpike } from '#domain/demand/foreseen-spike.ts';
import type { FailureType, Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import type { Instant } from '#domain/ids.ts';
import type { Prior } from '#domain/outcome/track-record.ts';
import type { StrategyName } from '#domain/plan/plan.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import type { Result } from '#domain/result.ts';
import type { Service } from '#domain/service/service.ts';
import type { IndicatorValues } from '#domain/signal/indicator.ts';

/** What is known at planning time of the service that is believed to be the cause; read once, so all judge the same facts. */
export interface Situation {
  readonly now: Instant;
  readonly onsetAt: Instant;
  readonly service: Service;
  readonly hypothesis: Hypothesis;
  /** Its resources that actions can change, as they are now. */
  readonly resources: readonly ResourceDescription[];
  /** Medians of the last minutes, and of the hour before the onset. An absent indicator is unknown. */
  readonly current: IndicatorValues;
  readonly usual: IndicatorValues;
  /** Changes of the service since an hour before the onset, oldest first; Fleetmedic's own included. */
  readonly changes: readonly Change[];
  /** A person asked for exactly this strategy. */
  readonly isRequested: boolean;
  /** Nothing is ill: this spike is to be prepared for. */
  readonly foreseen?: ForeseenSpike;
}

export interface Proposal {
  /** In the order they are carried out; none only in the last resort, which is to call people. */
  readonly actions: readonly Action[];
  /** One sentence for the approver: what, from where to where, and why that much. */
  readonly summary: string;
}

/** The strategy that is left when no other is: it needs no situation and is always available. */
export interface LastResort {
  readonly name: StrategyName;
  /** `reason`: why nothing else is done. */
  propose(hypothesis: Hypothesis, reason: string): Proposal;
}

/** Why a strategy stands aside; shown under "alternatives considered". `not-yet`: waiting may help. */
export interface Abstention {
  readonly reason: 'no-data' | 'not-indicated' | 'no-headroom' | 'backfires' | 'not-yet';
  readonly detail: string;
}

export interface Strategy {
  readonly name: StrategyName;
  /** What it helps against, each with the belief in its success before any experience. */
  readonly remedies: Readonly<Partial<Record<FailureType, Prior>>>;
  propose(situation: Situation): Result<Proposal, Abstention>;
}
