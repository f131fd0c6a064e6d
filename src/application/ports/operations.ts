// What every plane needs of its surroundings: settings, the stop switch, delivery, durable flows, people, logs.

import type { FleetmedicEvent, PollShard } from '#contracts/events.ts';
import type { FlagName } from '#contracts/flags.ts';
import type { LogEvent } from '#contracts/log-events.ts';
import type { MetricName } from '#contracts/metrics.ts';
import type { Settings } from '#contracts/settings.ts';
import type { ExecutionId, IncidentId, Instant, ServiceId } from '#domain/ids.ts';
import type { Severity } from '#domain/incident/incident.ts';
import type { StopSwitchState } from '#domain/switch/stop-switch.ts';

export interface SettingsSource {
  /** The validated document in force now. */
  current(): Promise<Settings>;
}

export interface Flags {
  isOn(flag: FlagName): Promise<boolean>;
}

export interface StopSwitch {
  /** Read afresh at every call. Rejects when it cannot be read: callers then act as if it were engaged (I2). */
  read(): Promise<StopSwitchState>;
  write(state: StopSwitchState): Promise<void>;
}

export interface PollQueue {
  /** Hands the shards to the scorers, at once or so many seconds from now. */
  send(shards: readonly PollShard[], delaySeconds?: number): Promise<void>;
}

export interface EventBus {
  publish(events: readonly FleetmedicEvent[]): Promise<void>;
}

/** The durable recovery flows. */
export interface Recoveries {
  /** Idempotent by execution id. */
  start(executionId: ExecutionId, incidentId: IncidentId): Promise<void>;
  /** Resumes the step that waits with this token; false when it no longer waits. */
  answer(taskToken: string, answer: { readonly outcome: string }): Promise<boolean>;
  /** Stops a running execution; a no-op when it has ended. */
  stop(executionId: ExecutionId, cause: string): Promise<void>;
  isRunning(executionId: ExecutionId): Promise<boolean>;
}

export interface Page {
  /** People are called to decide, or to take over. */
  readonly reason: 'approval-needed' | 'escalated';
  readonly incidentId: IncidentId;
  /** All services that are ill or suspected, the one it began on first. */
  readonly serviceIds: readonly ServiceId[];
  readonly severity: Severity;
  readonly summary: string;
  readonly at: Instant;
}

/** Calls people (S12). Deduplicated by incident. */
export interface Pager {
  page(page: Page): Promise<void>;
}

/** The sign of life that the dead-man's switch and the console watch. */
export interface Heartbeat {
  readonly lastTickAt: Instant;
  readonly servicesDue: number;
}

/** Measures how long something takes; the clock tells when. */
export interface Stopwatch {
  /** Since some moment that stays the same. */
  milliseconds(): number;
}

/** Whether the scoring model took part when it was asked last. */
export interface ModelStatus {
  readonly at: Instant;
  readonly isUsable: boolean;
  readonly name?: string | undefined;
  /** What its last call took, where that is measured. */
  readonly inferenceMs?: number | undefined;
}

export interface PulseStore {
  beat(heartbeat: Heartbeat): Promise<void>;
  latest(): Promise<Heartbeat | undefined>;
  noteModel(status: ModelStatus): Promise<void>;
  latestModel(): Promise<ModelStatus | undefined>;
}

export interface Log {
  /** One line per lifecycle event; fields are ids and small values, never secrets. */
  record(event: LogEvent, fields: Readonly<Record<string, unknown>>): void;
  count(metric: MetricName, value: number): void;
}

/** Requests from outside that were seen already. */
export interface ReceiptStore {
  /** Notes the receipt until `expiresAt`. True for the first who does, false for all others. */
  claim(receipt: string, expiresAt: Instant): Promise<boolean>;
}
