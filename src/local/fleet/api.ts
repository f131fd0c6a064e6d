// The fleet's control plane as AWS's APIs would be: it accepts, rejects with a reason, or fails to answer, in which case
// the change may or may not have been made.

import type { Action, ActionOf } from '#domain/action/action.ts';
import type { ResourceState } from '#domain/resource/resource.ts';
import type { Cause } from './accident.ts';
import type { ApplyAnswer, Caller, PlantCall, RejectionReason } from './calls.ts';
import { beginRollout } from './configuration.ts';
import { beginDeployment } from './deployment.ts';
import { isInProgress, ownerOf, ResourceNotFoundError, stateOf, taskDefinitionOf } from './describe.ts';
import { tellDesiredCount } from './events.ts';
import type { Plant, ServiceView } from './plant.ts';

/** Share of calls that are throttled, and of those whose answer is lost; half of the latter take effect. */
const THROTTLED_SHARE = 0.01;
const NO_ANSWER_SHARE = 0.01;
const EFFECT_WITHOUT_ANSWER_SHARE = 0.5;

type Rejection = { readonly reason: RejectionReason; readonly message: string };

/** Carries out an action, or says why not. Every call is logged; a repeated client token is just another call. */
export function applyAction(plant: Plant, action: Action, caller: Caller): ApplyAnswer {
  const fate = plant.streams.api.uniform();
  const effect = plant.streams.api.uniform();
  const rejection = fate < THROTTLED_SHARE ? throttled(action) : findRejection(plant, action);
  const id = `call-${plant.state.log.length + 1}`;
  if (rejection) {
    return record(plant, { id, action, caller, answer: { outcome: 'rejected', ...rejection } }, () => false);
  }
  const isLost = caller.by !== 'platform' && fate > 1 - NO_ANSWER_SHARE;
  const takesEffect = !isLost || effect < EFFECT_WITHOUT_ANSWER_SHARE;
  const answer: ApplyAnswer = { outcome: isLost ? 'no-answer' : 'accepted' };
  return record(plant, { id, action, caller, answer }, () => {
    if (takesEffect) carryOut(plant, action, { by: caller.by, callId: id });
    return takesEffect;
  });
}

function throttled(action: Action): Rejection {
  return { reason: 'throttled', message: `ThrottlingException: Rate exceeded for ${action.kind}; try again` };
}

interface Entry {
  readonly id: string;
  readonly action: Action;
  readonly caller: Caller;
  readonly answer: ApplyAnswer;
}

function record(plant: Plant, { id, action, caller, answer }: Entry, act: () => boolean): ApplyAnswer {
  const before = stateIfKnown(plant, action);
  const hasTakenEffect = act();
  const after = stateIfKnown(plant, action);
  const call: PlantCall = {
    id,
    at: plant.state.now,
    by: caller.by,
    clientToken: caller.clientToken,
    action,
    answer,
    hasTakenEffect,
    ...(before ? { before } : {}),
    ...(after ? { after } : {}),
  };
  plant.state.log.push(call);
  return answer;
}

function stateIfKnown(plant: Plant, { resourceId }: Action): ResourceState | undefined {
  try {
    return stateOf(plant, resourceId);
  } catch (error) {
    if (error instanceof ResourceNotFoundError) return undefined;
    throw error;
  }
}

function findRejection(plant: Plant, action: Action): Rejection | undefined {
  if (!stateIfKnown(plant, action)) {
    return { reason: 'not-found', message: `ServiceNotFoundException: ${action.resourceId} does not exist` };
  }
  const { view } = ownerOf(plant, action.resourceId);
  switch (action.kind) {
    case 'ecs-service/set-desired-count':
      return limitRejection(action.desiredCount, view.spec.quotaTasks, 'the quota of tasks');
    case 'ecs-service/force-new-deployment':
      return isInProgress(view, 'ecs-service') ? inProgress(action) : undefined;
    case 'ecs-service/set-task-definition':
      return unknownRevision(view, action);
    case 'scalable-target/set-min-capacity':
      return limitRejection(action.minCapacity, view.state.autoscaler?.max ?? 0, 'the maximum capacity');
    case 'configuration/deploy-version':
      return isInProgress(view, 'configuration') ? inProgress(action) : unknownConfiguration(view, action);
    case 'lambda-alias/set-version':
    case 'ssm-parameter/restore-version':
      return { reason: 'not-found', message: `ResourceNotFoundException: no ${action.kind} in this fleet` };
  }
}

function limitRejection(wanted: number, limit: number, name: string): Rejection | undefined {
  if (wanted <= limit) return undefined;
  return { reason: 'limit-exceeded', message: `ValidationException: ${wanted} is above ${name}, ${limit}` };
}

function inProgress({ kind, resourceId }: Action): Rejection {
  const message = `ConflictException: ${kind} on ${resourceId}: a deployment is in progress; wait for its end`;
  return { reason: 'deployment-in-progress', message };
}

function unknownRevision(
  view: ServiceView,
  action: ActionOf<'ecs-service/set-task-definition'>,
): Rejection | undefined {
  const isKnown = view.state.revisions.some(
    ({ number }) => taskDefinitionOf(view, number) === action.taskDefinition,
  );
  if (isKnown) return undefined;
  return {
    reason: 'unknown-version',
    message: `ClientException: no task definition ${action.taskDefinition}`,
  };
}

function unknownConfiguration(
  { state, spec }: ServiceView,
  { version }: ActionOf<'configuration/deploy-version'>,
): Rejection | undefined {
  if (version <= state.newestConfiguration) return undefined;
  return {
    reason: 'unknown-version',
    message: `ResourceNotFoundException: ${spec.name} has no version ${version}`,
  };
}

function carryOut(plant: Plant, action: Action, cause: Cause): void {
  const { view } = ownerOf(plant, action.resourceId);
  const { spec, state } = view;
  switch (action.kind) {
    case 'ecs-service/set-desired-count':
      setDesired(plant, view, action.desiredCount, cause);
      break;
    case 'ecs-service/force-new-deployment':
      beginDeployment(plant, spec.index, state.revision, cause);
      break;
    case 'ecs-service/set-task-definition':
      beginDeployment(plant, spec.index, Number(action.taskDefinition.split(':')[1]), cause);
      break;
    case 'scalable-target/set-min-capacity':
      if (state.autoscaler) state.autoscaler.min = action.minCapacity;
      setDesired(plant, view, Math.max(state.desired, action.minCapacity), cause);
      break;
    case 'configuration/deploy-version':
      beginRollout(plant, spec.index, action.version, cause);
      break;
    case 'lambda-alias/set-version':
    case 'ssm-parameter/restore-version':
      throw new ResourceNotFoundError(action.resourceId);
  }
}

function setDesired(plant: Plant, { spec, state }: ServiceView, desiredCount: number, cause: Cause): void {
  state.desired = desiredCount;
  state.lastScaling = { at: plant.state.now, cause };
  tellDesiredCount(plant, spec, { desiredCount, isByAutoscaler: false });
}
