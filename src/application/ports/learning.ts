// What Fleetmedic keeps to learn by: the versions of its models and how they do, and what people say of incidents.

import type { Feedback } from '#domain/feedback/feedback.ts';
import type { IncidentId, Instant, ServiceId } from '#domain/ids.ts';
import type { DailyOutcomes } from '#domain/model/daily-outcomes.ts';
import type { DailyOpinions } from '#domain/model/drift.ts';
import type { ModelRecord, MonthlyAccuracy } from '#domain/model/model.ts';
import type { ShadowTally } from '#domain/model/shadow-tally.ts';
import type { TrialLedger } from '#domain/model/trial-ledger.ts';

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
  /** Adds to what came of what a version said, on a day. */
  addOutcomes(hash: string, outcomes: DailyOutcomes): Promise<void>;
  /** From a day on, oldest first. */
  outcomesSince(hash: string, day: string): Promise<readonly DailyOutcomes[]>;
  findTally(modelName: string, serviceId: ServiceId): Promise<ShadowTally | undefined>;
  /** Writes `next` over exactly `seen`, which is undefined at first; false when another writer was faster. */
  replaceTally(next: ShadowTally, seen: ShadowTally | undefined): Promise<boolean>;
  findLedger(modelName: string, serviceId: ServiceId): Promise<TrialLedger | undefined>;
  /** Writes `next` over exactly `seen`, which is undefined at first; false when another writer was faster. */
  replaceLedger(next: TrialLedger, seen: TrialLedger | undefined): Promise<boolean>;
}

/** How right a model that judges no incidents has been, by those who keep its outcomes (K18). */
export interface AccuracySource {
  /** Whole months, oldest first, from the one that the moment lies in. */
  monthsSince(from: Instant): Promise<readonly MonthlyAccuracy[]>;
}

/** The versions of the scoring model that trainings have made, by the hash of its file. */
export interface VersionStore {
  /** The hash of the newest one; undefined before the first. */
  newest(): Promise<string | undefined>;
  /** Lays the files of a version into a folder, which has the shape of `models/` then. */
  fetch(hash: string, folder: string): Promise<void>;
}

/** What people said of incidents. */
export interface FeedbackStore {
  /** The last word counts. */
  put(feedback: Feedback): Promise<void>;
  find(incidentId: IncidentId): Promise<Feedback | undefined>;
  /** Newest first. */
  listSince(since: Instant): Promise<readonly Feedback[]>;
}
