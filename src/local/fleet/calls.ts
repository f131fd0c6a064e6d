// The record of every mutating call that reached the plant: what the judge reads to know who did what, and with which
// effect. Nothing here is visible to Fleetmedic.

import type { Action } from '#domain/action/action.ts';
import type { Instant } from '#domain/ids.ts';
import type { ResourceState } from '#domain/resource/resource.ts';
import type { Intervention } from './interventions.ts';

export interface Caller {
  readonly by: 'fleetmedic' | 'person' | 'platform';
  /** Not used to deduplicate: ECS UpdateService has no client token. */
  readonly clientToken: string;
}

/** What the API answers. `no-answer` may or may not have taken effect. */
export type ApplyAnswer =
  | { readonly outcome: 'accepted' }
  | { readonly outcome: 'rejected'; readonly reason: RejectionReason; readonly message: string }
  | { readonly outcome: 'no-answer' };

export type RejectionReason =
  | 'not-found'
  | 'deployment-in-progress'
  | 'unknown-version'
  | 'limit-exceeded'
  | 'throttled';

/** One mutating call, as the plant saw it. */
export interface PlantCall {
  readonly id: string;
  readonly at: Instant;
  readonly by: Caller['by'];
  readonly clientToken: string;
  readonly action?: Action;
  readonly intervention?: Intervention;
  readonly answer: ApplyAnswer;
  readonly hasTakenEffect: boolean;
  readonly before?: ResourceState;
  readonly after?: ResourceState;
}
