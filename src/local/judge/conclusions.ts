// What the judge finds in the whole record of a run: ends, leases, things done twice, rollbacks owed, the audit chain.

import { digestOf } from '#contracts/digest.ts';
import { buildClientToken, parseClientToken } from '#contracts/naming.ts';
import { verifyChain } from '#domain/audit/chain.ts';
import { ExecutionId, secondsAfter } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { isEnd } from '#domain/incident/lifecycle.ts';
import type { PlantCall } from '#local/fleet/fleet.ts';
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
    ...(isSettled ? unfinished(incidents) : []),
    ...(await keptLeases(sources, incidents)),
    ...(await owedRollbacks(sources, incidents, calls)),
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

/** I6: nothing is left without an end. */
function unfinished(incidents: readonly Incident[]): readonly Violation[] {
  return incidents
    .filter(({ state }) => !isEnd(state))
    .map(({ incidentId, state }) => ({ invariant: 'I6', detail: `${incidentId} is still ${state}` }));
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

/** I7: an execution that changed something and did not resolve has taken it back, or handed it to people. */
async function owedRollbacks(
  { stores }: JudgeSources,
  incidents: readonly Incident[],
  calls: readonly PlantCall[],
): Promise<readonly Violation[]> {
  const violations: Violation[] = [];
  for (const { incidentId, executionId, state } of incidents) {
    if (!isEnd(state) || state === 'resolved' || state === 'escalated') continue;
    const own = calls.filter(({ clientToken }) => clientToken.startsWith(`${executionId}/`));
    const owed = (await stores.captures.listOf(executionId)).filter(
      ({ step, result, inverse }) =>
        step.startsWith('apply') && result !== 'refused' && inverse !== undefined,
    );
    const taken = own.filter(({ clientToken }) => clientToken.includes('/rollback'));
    if (owed.length > taken.length) {
      violations.push({
        invariant: 'I7',
        detail: `${incidentId} ended ${state} with ${owed.length} changes, ${taken.length} taken back`,
      });
    }
  }
  return violations;
}

/** I9: no signed call reached the plant twice. */
function repeated(calls: readonly PlantCall[]): readonly Violation[] {
  const seen = new Set<string>();
  return calls.filter(({ hasTakenEffect }) => hasTakenEffect).flatMap(({ clientToken }) => {
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
      .map(({ record }) => buildClientToken(ExecutionId.parse(record.subject), String(record.detail['step']))),
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
