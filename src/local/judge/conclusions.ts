// What the judge finds in the whole record of a run: ends, leases, things done twice, rollbacks owed, the audit chain.

import { digestOf } from '#contracts/digest.ts';
import {
  buildClientToken,
  type CaptureStepName,
  parseCaptureStep,
  parseClientToken,
} from '#contracts/naming.ts';
import type { Action } from '#domain/action/action.ts';
import { addsCapacity, invertAction, isActionVisible } from '#domain/action/definitions.ts';
import { verifyChain } from '#domain/audit/chain.ts';
import { ExecutionId, secondsAfter } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { isEnd } from '#domain/incident/lifecycle.ts';
import type { ResourceState } from '#domain/resource/resource.ts';
import type { Fleet, PlantCall } from '#local/fleet/fleet.ts';
import type { JudgeSources } from '#local/judge/call-facts.ts';
import type { Violation } from '#local/judge/invariants.ts';

/** All that is wrong with the record as a whole. */
export async function concludeRun(
  sources: JudgeSources,
  { isSettled }: { readonly isSettled: boolean },
): Promise<readonly Violation[]> {
  const calls = sources.fleet.calls().filter(({ by }) => by === 'fleetmedic');
  const incidents = await sources.stores.incidents.listSince(secondsAfter(sources.now(), -YEAR_SECONDS));
  return [
    ...interleaved(calls),
    ...(isSettled ? await unfinished(sources, incidents) : []),
    ...(await keptLeases(sources, incidents)),
    ...owedRollbacks(sources, incidents, calls),
    ...repeated(calls),
    ...(await auditGaps(sources, calls)),
  ];
}

const YEAR_SECONDS = 366 * 24 * 3600;

/** I1: between two calls of one execution on a resource no other execution may have acted on it. */
function interleaved(calls: readonly PlantCall[]): readonly Violation[] {
  const order = new Map<string, string[]>();
  for (const { action, clientToken } of calls) {
    const executionId = parseClientToken(clientToken)?.executionId;
    if (!action || !executionId) continue;
    const executions = order.get(action.resourceId) ?? [];
    if (executions.at(-1) !== executionId) executions.push(executionId);
    order.set(action.resourceId, executions);
  }
  return [...order]
    .filter(([, executions]) => new Set(executions).size < executions.length)
    .map(([resourceId, executions]) => ({
      invariant: 'I1' as const,
      detail: `executions took turns on ${resourceId}: ${executions.join(', ')}`,
    }));
}

/** I6: nothing is left without an end, and each end is the one that was told. */
async function unfinished(
  { stores }: JudgeSources,
  incidents: readonly Incident[],
): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  for (const { incidentId, state } of incidents) {
    const told = (await stores.outcomes.find(incidentId))?.end ?? 'nothing';
    if (!isEnd(state)) violations.push({ invariant: 'I6', detail: `${incidentId} is still ${state}` });
    else if (told !== state)
      violations.push({ invariant: 'I6', detail: `${incidentId} is ${state}, its outcome tells ${told}` });
  }
  return violations;
}

/** I6: an ended execution holds no lease. */
async function keptLeases(
  { stores, now }: JudgeSources,
  incidents: readonly Incident[],
): Promise<readonly Violation[]> {
  const ended = new Set(incidents.filter(({ state }) => isEnd(state)).map(({ executionId }) => executionId));
  const kept = (await stores.leases.listHeld()).filter(
    ({ executionId, expiresAt }) => ended.has(executionId) && expiresAt > now(),
  );
  return kept.map(({ executionId, resourceId }) => ({
    invariant: 'I6',
    detail: `${executionId} ended and still holds ${resourceId}`,
  }));
}

/**
 * I7: what an execution tried last does not stand in the plant, unless it resolved the incident or people were called.
 * An earlier attempt may stand where it mended its own service; added capacity is never taken from the ill (I13).
 */
function owedRollbacks(
  { fleet }: JudgeSources,
  incidents: readonly Incident[],
  calls: readonly PlantCall[],
): readonly Violation[] {
  const violations: Violation[] = [];
  for (const { incidentId, executionId, state } of incidents) {
    if (state !== 'rolled-back' && state !== 'suppressed') continue;
    const done = calls.flatMap((call) => actsOf(executionId, call));
    const last = Math.max(...done.map(({ attempt }) => attempt));
    const standing = done.filter(
      (act) => act.attempt === last && isOwed(fleet, act) && !isTakenBack(done, act),
    );
    if (standing.length === 0) continue;
    violations.push({
      invariant: 'I7',
      detail: `${incidentId} ended ${state}, ${standing.length} of its changes stand`,
    });
  }
  return violations;
}

interface Act extends CaptureStepName {
  readonly action: Action;
  readonly before: ResourceState;
}

/** A call as an act of this execution; nothing for the calls of others and those without an effect. */
function actsOf(executionId: ExecutionId, call: PlantCall): readonly Act[] {
  const { clientToken, action, before, hasTakenEffect } = call;
  const token = parseClientToken(clientToken);
  if (token?.executionId !== executionId || !hasTakenEffect || !action || !before) return [];
  return [{ ...parseCaptureStep(token.step), action, before }];
}

/** There is a way back, it takes no capacity away, and the plant still shows the act: nobody else has undone it. */
function isOwed(fleet: Fleet, { phase, action, before }: Act): boolean {
  if (phase !== 'apply' || addsCapacity(action, before) || !invertAction(action, before)) return false;
  return isActionVisible(action, before, fleet.describe(action.resourceId).state);
}

function isTakenBack(done: readonly Act[], { attempt, actionIndex }: Act): boolean {
  return done.some(
    (act) => act.phase === 'rollback' && act.attempt === attempt && act.actionIndex === actionIndex,
  );
}

/** I9: no signed call reached the plant twice, but for those that it rejected. */
function repeated(calls: readonly PlantCall[]): readonly Violation[] {
  const seen = new Set<string>();
  return calls
    .filter(({ answer }) => answer.outcome !== 'rejected')
    .flatMap(({ clientToken }) => {
      if (!seen.has(clientToken)) {
        seen.add(clientToken);
        return [];
      }
      return [{ invariant: 'I9' as const, detail: `${clientToken} reached the plant twice` }];
    });
}

/** I12: an entry after each call, and a chain without a break. */
async function auditGaps(
  { stores }: JudgeSources,
  calls: readonly PlantCall[],
): Promise<readonly Violation[]> {
  const entries = await stores.audit.read(0, Number.MAX_SAFE_INTEGER);
  const chain = verifyChain(entries, digestOf);
  const broken: Violation[] = chain.ok
    ? []
    : [{ invariant: 'I12', detail: `audit chain: ${JSON.stringify(chain.refusal)}` }];
  const after = new Set(
    entries
      .filter(({ record }) => ['action-applied', 'action-refused', 'action-unknown'].includes(record.event))
      .map(({ record }) =>
        buildClientToken(ExecutionId.parse(record.subject), String(record.detail['step'])),
      ),
  );
  const silent = calls.filter(({ clientToken }) => !after.has(clientToken));
  return [
    ...broken,
    ...silent.map(({ clientToken }) => ({
      invariant: 'I12' as const,
      detail: `${clientToken} has no entry after it`,
    })),
  ];
}
