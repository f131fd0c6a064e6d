// What the judge holds against a single mutating call. Each check is one invariant and says what it saw, or nothing.

import { isDeepStrictEqual } from 'node:util';
import { factsOf, invertAction, reversibilityOf } from '#domain/action/definitions.ts';
import { secondsBetween } from '#domain/ids.ts';
import { resolveMode } from '#domain/mode/mode.ts';
import { findEntryInForce } from '#domain/service/calendar.ts';
import type { CallFacts } from '#local/judge/call-facts.ts';
import type { InvariantId } from '#local/judge/invariants.ts';

type Check = (facts: CallFacts) => string | undefined;

/** One tick and the lag of the metrics: the data cannot be fresher than this when it is judged a tick later. */
const DATA_AGE_TOLERANCE_SECONDS = 300;

const checkLease: Check = ({ lease, executionId, at }) => {
  if (!lease || lease.expiresAt <= at) return 'no live lease on the resource';
  return lease.executionId === executionId ? undefined : `the lease is ${lease.executionId}'s`;
};

const checkStop: Check = ({ stopSwitch }) =>
  stopSwitch.isEngaged ? 'the stop switch is engaged' : undefined;

const checkCapture: Check = ({ capture, action, truth }) => {
  if (!capture) return 'no capture is stored';
  if (!isDeepStrictEqual({ ...capture.before }, { ...truth.state }))
    return 'the capture is not the true prior state';
  const needsInverse = reversibilityOf(action) === 'reversible';
  return needsInverse && !isDeepStrictEqual(capture.inverse, invertAction(action, truth.state))
    ? 'the stored inverse does not restore the prior state'
    : undefined;
};

const checkApproval: Check = ({ plan, approvals, settings, at, isRollback, incident }) => {
  if (!plan || isRollback || plan.approvalsNeeded === 0) return undefined;
  const approval = approvals.find(({ planId }) => planId === plan.planId);
  if (approval?.status !== 'granted') return 'the plan needs an approval and has none';
  if (approval.planHash !== plan.hash) return 'the approval is for another plan';
  const people = new Set(
    approval.decisions.filter(({ verdict }) => verdict === 'approve').map(({ by }) => by),
  );
  if (people.size < plan.approvalsNeeded) return `${people.size} of ${plan.approvalsNeeded} people approved`;
  if ([...people].some((person) => !settings.approvals.approvers.includes(person)))
    return 'a stranger approved';
  if (incident?.requestedBy !== undefined && people.has(incident.requestedBy))
    return 'the requester approved';
  const isLate = approval.decisions.some((decision) => decision.at > approval.expiresAt || decision.at > at);
  return isLate ? 'the approval had expired' : undefined;
};

const checkPlannedState: Check = ({ plan, action, truth, isRollback }) => {
  if (isRollback) return undefined;
  const planned = plan?.actions.find((candidate) => isDeepStrictEqual(candidate.action, action));
  if (!planned) return 'no plan holds this action';
  return isDeepStrictEqual(factsOf(action, planned.plannedFrom), factsOf(action, truth.state))
    ? undefined
    : 'the world had moved since the plan';
};

const checkConcurrency: Check = ({ earlierCalls, openIncidents, incident, settings, executionId }) => {
  const acting = openIncidents.filter(
    (open) =>
      open.executionId !== executionId &&
      earlierCalls.some(({ clientToken }) => clientToken.startsWith(`${open.executionId}/`)),
  );
  if (acting.length >= settings.guardrails.maxConcurrentRecoveries)
    return `${acting.length} others act already`;
  const same = acting.find(({ serviceId }) => serviceId === incident?.serviceId);
  return same ? `${same.executionId} acts on the same service` : undefined;
};

/** What was rejected has surely changed nothing, so it may be tried again; a call without an answer may not. */
const checkOnce: Check = ({ earlierCalls, clientToken }) =>
  earlierCalls.some((call) => call.clientToken === clientToken && call.answer.outcome !== 'rejected')
    ? 'the same call was made before'
    : undefined;

const checkData: Check = ({ isRollback, newestPointAt, at, settings }) => {
  if (isRollback) return undefined;
  if (newestPointAt === undefined) return 'nothing is published of the service';
  const age = secondsBetween(newestPointAt, at);
  const limit = settings.guardrails.maxDataAgeSeconds + DATA_AGE_TOLERANCE_SECONDS;
  return age > limit ? `the newest point is ${age} s old` : undefined;
};

const checkOwnership: Check = ({ truth, settings, isRollback, plan, at }) => {
  const { managedTag, denyTag } = settings.guardrails;
  const service = settings.services.find(({ id }) => id === plan?.serviceId);
  const freeze = findEntryInForce([...settings.calendar, ...(service?.calendar ?? [])], 'freeze', at);
  if (freeze && !isRollback) return `changes are frozen by ${freeze.name}`;
  if (truth.tags[managedTag] !== 'true') return 'the resource is not tagged as managed';
  if (denyTag in truth.tags) return 'the resource is tagged as denied';
  if (truth.controller !== 'ecs') return `the resource is deployed by ${truth.controller}`;
  return truth.isDeploymentInProgress && !isRollback ? 'a deployment is in progress' : undefined;
};

const checkIntent: Check = ({ intended }) => (intended ? undefined : 'no intent is in the audit log');

const checkCapacity: Check = ({ action, truth, isRollback, openIncidents, settings }) => {
  const { state } = truth;
  if (isRollback) return undefined;
  if (action.kind === 'ecs-service/set-desired-count' && state.type === 'ecs-service') {
    if (action.desiredCount < state.desiredCount) return 'the act takes tasks away';
  }
  if (action.kind === 'scalable-target/set-min-capacity' && state.type === 'scalable-target') {
    if (action.minCapacity < state.minCapacity) return 'the act lowers the floor';
  }
  const ill = new Set(openIncidents.flatMap(({ serviceIds }) => serviceIds));
  const share = ill.size / settings.services.length;
  return share > settings.guardrails.maxUnhealthyShare ? `${ill.size} services are ill` : undefined;
};

const checkMode: Check = ({ plan, settings, approvals, isRollback }) => {
  if (!plan) return 'no plan is stored';
  const service = settings.services.find(({ id }) => id === plan.serviceId);
  const mode = resolveMode([settings.mode, service?.mode, service?.strategies[plan.strategy]]);
  if (mode === 'observe' || mode === 'suggest') return `the mode is ${mode}`;
  if (mode === 'auto' || isRollback) return undefined;
  return approvals.some(({ planId, status }) => planId === plan.planId && status === 'granted')
    ? undefined
    : 'the mode is approve and nobody did';
};

const checkKind: Check = ({ action, isRollback }) => {
  if (reversibilityOf(action) === 'irreversible') return 'the action is irreversible';
  const count = action.kind === 'ecs-service/set-desired-count' ? action.desiredCount : 1;
  return count < 1 && !isRollback ? 'the act scales to zero' : undefined;
};

/** The checks of a single call, by invariant. */
export const CALL_CHECKS: Readonly<Partial<Record<InvariantId, Check>>> = {
  I1: checkLease,
  I2: checkStop,
  I3: checkCapture,
  I4: checkApproval,
  I5: checkPlannedState,
  I8: checkConcurrency,
  I9: checkOnce,
  I10: checkData,
  I11: checkOwnership,
  I12: checkIntent,
  I13: checkCapacity,
  I14: checkMode,
  I15: checkKind,
};
