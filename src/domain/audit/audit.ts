// The audit log: every intent, act, refusal and decision, append-only and chained by hash (I12).

import * as z from 'zod/mini';
import { Instant } from '#domain/ids.ts';

export const AuditEvent = z.enum([
  'action-intended',
  'action-applied',
  'action-refused',
  'action-unknown',
  'plan-made',
  'approval-requested',
  'approval-decided',
  'approval-refused',
  'lease-granted',
  'lease-released',
  'incident-closed',
  'stop-engaged',
  'stop-released',
  'recovery-requested',
  'settings-changed',
  'model-registered',
  'model-refused',
  'model-promoted',
  'model-retired',
  'model-taken-back',
  'retraining-decided',
  'retraining-started',
  'incident-judged',
]);
export type AuditEvent = z.infer<typeof AuditEvent>;

/** What is to be recorded; the log adds position and hashes. */
export const AuditRecord = z.readonly(
  z.object({
    at: Instant,
    event: AuditEvent,
    /** Who: `fleetmedic`, or a person. */
    actor: z.string(),
    /** What it is about: an incident, execution or approval id. */
    subject: z.string(),
    detail: z.record(z.string(), z.unknown()),
  }),
);
export type AuditRecord = z.infer<typeof AuditRecord>;

export const AuditEntry = z.readonly(
  z.object({
    sequence: z.int(),
    record: AuditRecord,
    previousHash: z.string(),
    /** SHA-256 over sequence, previous hash and canonical record. */
    hash: z.string(),
  }),
);
export type AuditEntry = z.infer<typeof AuditEntry>;
