// One mutating call, between its capture and its completion. Applying and rolling back share it: nothing else in
// Fleetmedic changes a user's resource, so the order is the safety case (I2, I3, I12).

import type { Log } from '#application/ports/operations.ts';
import type { Actuator, AuditLog, CaptureStore, ResourceReader } from '#application/ports/recovery.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import { buildClientToken } from '#contracts/naming.ts';
import type { Action } from '#domain/action/action.ts';
import { invertAction, isActionVisible } from '#domain/action/definitions.ts';
import type { AuditEvent } from '#domain/audit/audit.ts';
import { Capture } from '#domain/capture/capture.ts';
import { ConflictError, RejectedError } from '#domain/errors.ts';
import type { ExecutionId, ResourceId } from '#domain/ids.ts';
import type { ResourceDescription, ResourceState } from '#domain/resource/resource.ts';

export interface ActDeps {
  readonly clock: Clock;
  readonly captures: CaptureStore;
  readonly resources: ResourceReader;
  readonly actuator: Actuator;
  readonly audit: AuditLog;
  readonly log: Log;
}

export interface Act {
  readonly executionId: ExecutionId;
  /** The key that makes it one act, however often its step is delivered. */
  readonly step: string;
  readonly action: Action;
  readonly before: ResourceState;
}

/** What became of an act; `detail` says why, where it is not plain. */
export interface ActResult {
  readonly result: 'applied' | 'refused' | 'unknown';
  readonly detail?: string;
}

/** Captures, acts and completes. Delivered again, or raced by its own twin, it does not act but says what can be seen. */
export async function carryOut(deps: ActDeps, act: Act): Promise<ActResult> {
  const capture = captureOf(deps, act);
  try {
    await deps.captures.create(capture);
  } catch (error) {
    if (!(error instanceof ConflictError)) throw error;
    return settleRepeat(deps, Capture.parse(error.existing));
  }
  await recordAct(deps, capture, 'action-intended');
  return complete(deps, capture, await call(deps, capture));
}

/** The step was delivered again after its act may have begun: never act twice, say what can be seen (I9). */
export async function settleRepeat(deps: ActDeps, capture: Capture): Promise<ActResult> {
  if (capture.result) return { result: capture.result };
  const live = await readLive(deps, capture.action.resourceId);
  const isVisible = live !== undefined && isActionVisible(capture.action, capture.before, live.state);
  return complete(deps, capture, {
    result: isVisible ? 'applied' : 'unknown',
    detail: 'settled after a repeat',
  });
}

/** The live description, or undefined when it cannot be read for whatever reason: then nothing may be done. */
export async function readLive(
  { resources }: Pick<ActDeps, 'resources'>,
  resourceId: ResourceId,
): Promise<ResourceDescription | undefined> {
  return resources.describe(resourceId).catch(() => undefined);
}

function captureOf({ clock }: ActDeps, { executionId, step, action, before }: Act): Capture {
  const inverse = invertAction(action, before);
  return {
    executionId,
    step,
    action,
    before,
    at: clock.now(),
    ...(inverse === undefined ? {} : { inverse }),
  };
}

async function call({ actuator }: ActDeps, { executionId, step, action }: Capture): Promise<ActResult> {
  try {
    await actuator.apply(action, buildClientToken(executionId, step));
    return { result: 'applied' };
  } catch (error) {
    const detail = error instanceof Error ? error.message : String(error);
    return { result: error instanceof RejectedError ? 'refused' : 'unknown', detail };
  }
}

const AUDIT_EVENTS = {
  applied: 'action-applied',
  refused: 'action-refused',
  unknown: 'action-unknown',
} as const satisfies Record<ActResult['result'], AuditEvent>;

const ACT_METRICS = {
  applied: 'ActionsApplied',
  refused: 'ActionsRefused',
  unknown: 'ActionsUnknown',
} as const;

/** The audit entry first: a crash between the two tells the end twice, the other way round it would never be told (I12). */
async function complete(deps: ActDeps, capture: Capture, outcome: ActResult): Promise<ActResult> {
  const live = await readLive(deps, capture.action.resourceId);
  await recordAct(deps, capture, AUDIT_EVENTS[outcome.result], outcome.detail);
  await deps.captures.complete({
    ...capture,
    result: outcome.result,
    ...(live ? { after: live.state } : {}),
  });
  deps.log.count(ACT_METRICS[outcome.result], 1);
  return outcome;
}

async function recordAct(
  { audit, clock }: ActDeps,
  { executionId, step, action, before }: Capture,
  event: AuditEvent,
  detail?: string,
): Promise<void> {
  await audit.append({
    at: clock.now(),
    event,
    actor: 'fleetmedic',
    subject: executionId,
    detail: { step, action, before, ...(detail === undefined ? {} : { detail }) },
  });
}
