// The identifiers and the time type that every noun shares. Ids are branded, so one cannot stand in for another.
// They are built and parsed in contracts/naming.ts only.

import * as z from 'zod/mini';

const id = () => z.string().check(z.minLength(1), z.maxLength(256));

/** A service the user names in fleetmedic.yaml. */
export const ServiceId = id().brand<'ServiceId'>();
export type ServiceId = z.infer<typeof ServiceId>;

/** A thing that is watched or acted on, `<type>/<name>`. */
export const ResourceId = id().brand<'ResourceId'>();
export type ResourceId = z.infer<typeof ResourceId>;

export const AnomalyId = id().brand<'AnomalyId'>();
export type AnomalyId = z.infer<typeof AnomalyId>;

export const IncidentId = id().brand<'IncidentId'>();
export type IncidentId = z.infer<typeof IncidentId>;

export const ChangeId = id().brand<'ChangeId'>();
export type ChangeId = z.infer<typeof ChangeId>;

export const PlanId = id().brand<'PlanId'>();
export type PlanId = z.infer<typeof PlanId>;

export const ApprovalId = id().brand<'ApprovalId'>();
export type ApprovalId = z.infer<typeof ApprovalId>;

/** One run of a recovery; also the name of its state machine execution. */
export const ExecutionId = id().brand<'ExecutionId'>();
export type ExecutionId = z.infer<typeof ExecutionId>;

/** A moment, in milliseconds since the Unix epoch. */
export const Instant = z.int().brand<'Instant'>();
export type Instant = z.infer<typeof Instant>;

/** The moment `seconds` after `start`; negative seconds give an earlier one. */
export function secondsAfter(start: Instant, seconds: number): Instant {
  return (start + Math.round(seconds * 1000)) as Instant;
}

/** The start of the period that a moment lies in, on the grid that begins with 1970. */
export function floorToPeriod(at: number, periodSeconds: number): Instant {
  const periodMs = periodSeconds * 1000;
  return (Math.floor(at / periodMs) * periodMs) as Instant;
}

/** Seconds from `start` to `end`; negative when `end` is earlier. */
export function secondsBetween(start: Instant, end: Instant): number {
  return (end - start) / 1000;
}
