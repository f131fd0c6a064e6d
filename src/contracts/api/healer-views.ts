// What the API tells about the healer itself: its pulse, its mode, the stop switch, the audit log, and live events.

import * as z from 'zod/mini';
import { AuditEntry } from '#domain/audit/audit.ts';
import { ApprovalId, ExecutionId, IncidentId, Instant, ServiceId } from '#domain/ids.ts';
import { Mode } from '#domain/mode/mode.ts';
import { StrategyName } from '#domain/plan/plan.ts';
import { StopSwitchState } from '#domain/switch/stop-switch.ts';

/** `impaired`: ticks or data are overdue, or the model is not usable. `stopped`: by a person. `starting`: no tick yet. */
export const PulseState = z.enum(['well', 'impaired', 'stopped', 'starting']);
export type PulseState = z.infer<typeof PulseState>;

export const PulseAnswer = z.object({
  now: Instant,
  state: PulseState,
  /** One sentence on why it is in that state. */
  summary: z.string(),
  mode: Mode,
  stop: StopSwitchState,
  /** Names of the freezes in force. */
  freezes: z.array(z.string()),
  lastTickAt: z.optional(Instant),
  tickAgeSeconds: z.optional(z.number()),
  model: z.object({
    name: z.optional(z.string()),
    isUsable: z.boolean(),
    /** Milliseconds that its last call took, where that is measured. */
    inferenceMs: z.optional(z.number()),
    /** Names of the models that no longer fit what they see. */
    drifted: z._default(z.array(z.string()), []),
  }),
  /** Age of the newest data of the service that is furthest behind; absent while there is none. */
  dataAgeSeconds: z.optional(z.number()),
  staleServices: z.array(ServiceId),
  serviceCount: z.int(),
  activeRecoveries: z.array(z.object({ executionId: ExecutionId, serviceId: ServiceId })),
  maxRecoveries: z.int(),
  /** Messages that could not be processed; absent where nobody counts them. */
  deadLetters: z.optional(z.int()),
});
export type PulseAnswer = z.infer<typeof PulseAnswer>;

export const ModeAnswer = z.object({
  now: Instant,
  mode: Mode,
  freezes: z.array(z.string()),
  services: z.array(
    z.object({ serviceId: ServiceId, mode: Mode, strategies: z.partialRecord(StrategyName, Mode) }),
  ),
});
export type ModeAnswer = z.infer<typeof ModeAnswer>;

export const StopAnswer = z.object({ now: Instant, stop: StopSwitchState });
export type StopAnswer = z.infer<typeof StopAnswer>;

export const AuditAnswer = z.object({
  now: Instant,
  entries: z.readonly(z.array(AuditEntry)),
  /** The sequence number of the last entry of all; 0 before the first. */
  newest: z.int(),
  /** The sequence number to go on from; absent at the end. */
  next: z.optional(z.int()),
});
export type AuditAnswer = z.infer<typeof AuditAnswer>;

/** What a listener is told: that something changed, not what; it then reads the view it shows. */
export const LiveEvent = z.object({
  type: z.enum([
    'anomaly-detected',
    'warning-changed',
    'change-recorded',
    'incident-changed',
    'plan-suggested',
    'approval-requested',
    'retraining-asked',
    'capacity-reported',
    'approval-changed',
    'stop-changed',
  ]),
  at: Instant,
  serviceId: z.optional(ServiceId),
  incidentId: z.optional(IncidentId),
  approvalId: z.optional(ApprovalId),
});
export type LiveEvent = z.infer<typeof LiveEvent>;
