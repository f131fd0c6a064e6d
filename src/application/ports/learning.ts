// What Fleetmedic keeps to learn by: the versions of its models and how they do, and what people say of incidents.

import type { Feedback } from '#domain/feedback/feedback.ts';
import type { IncidentId, Instant, ServiceId } from '#domain/ids.ts';
import type { DailyOpinions } from '#domain/model/drift.ts';
import type { ModelRecord } from '#domain/model/model.ts';
import type { ShadowTally } from '#domain/model/shadow-tally.ts';

/** The life of each model. Roles are written only over the record that was read. */
export interface ModelRegistry {
  /** By name. */
  list(): Promise<readonly ModelRecord[]>;
  find(name: string): Promise<ModelRecord | undefined>;
  /** Writes `next` over exactly `seen`, which is undefined at first; false when another writer was faster. */
  replace(next: ModelRecord, seen: ModelRecord | undefined): Promise<boolean>;
  /** Adds to what a model has said on a day (`2026-11-23`): one count for each bin of probability. */
  addOpinions(hash: string, opinions: DailyOpinions): Promise<void>;
  /** Oldest first. */
  opinions(hash: string): Promise<readonly DailyOpinions[]>;
  findTally(modelName: string, serviceId: ServiceId): Promise<ShadowTally | undefined>;
  /** Writes `next` over exactly `seen`, which is undefined at first; false when another writer was faster. */
  replaceTally(next: ShadowTally, seen: ShadowTally | undefined): Promise<boolean>;
}

/** What people said of incidents. */
export interface FeedbackStore {
  /** The last word counts. */
  put(feedback: Feedback): Promise<void>;
  find(incidentId: IncidentId): Promise<Feedback | undefined>;
  /** Newest first. */
  listSince(since: Instant): Promise<readonly Feedback[]>;
}
