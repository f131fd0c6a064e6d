// The guardrails: rules that can refuse a plan. Each is a small pure function over the same facts; the order is the one
// they are asked and shown in. They are asked when a plan is made, and again before it begins.

import type { GuardrailName, GuardrailRefusal } from '#domain/guardrail/refusal.ts';
import type { GuardrailSettings } from '#domain/guardrail/settings.ts';
import { type Instant, secondsAfter, secondsBetween } from '#domain/ids.ts';
import { formatDuration, formatShare } from '#domain/incident/symptom.ts';
import type { PlannedAction } from '#domain/plan/plan.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import { findEntryInForce } from '#domain/service/calendar.ts';
import type { CalendarEntry, Service } from '#domain/service/service.ts';

export interface GuardrailFacts {
  readonly now: Instant;
  readonly attempt: number;
  readonly settings: GuardrailSettings;
  /** The service that is changed, and the calendars that bind it. */
  readonly service: Service;
  readonly calendar: readonly CalendarEntry[];
  readonly actions: readonly PlannedAction[];
  /** Live descriptions of all resources the actions change. */
  readonly descriptions: readonly ResourceDescription[];
  /** Of the newest data on the service; undefined when there is none, or its health is unknown. */
  readonly dataAgeSeconds: number | undefined;
  /** Services that are part of a current incident, and all that are watched. */
  readonly illServices: number;
  readonly watchedServices: number;
  /** Incidents opened within the storm window. */
  readonly newIncidents: number;
  /** When the last recovery of the service ended. */
  readonly lastEndedAt: Instant | undefined;
}

/** Why a guardrail refuses, or undefined when it lets pass. */
type Guardrail = (facts: GuardrailFacts) => string | undefined;

/** New incidents within so many seconds are counted against the storm limit (I8). */
export const STORM_WINDOW_SECONDS = 300;
/** Fewer ill services than this are no "large share", however small the fleet. */
const LEAST_ILL_SERVICES = 4;
/** One step at most doubles a service: what it calls is sized for less, and the next look tells whether more is needed. */
const MAX_GROWTH = 2;
/** What ECS keeps of the desired tasks in a deployment when the service does not say. */
const DEFAULT_MINIMUM_HEALTHY_PERCENT = 100;

const GUARDRAILS: readonly (readonly [GuardrailName, Guardrail])[] = [
  ['attempts-used', refuseAttempts],
  ['storm', refuseStorm],
  ['unhealthy-share', refuseUnhealthyShare],
  ['freeze', refuseFreeze],
  ['denied', refuseDenied],
  ['untagged', refuseUntagged],
  ['foreign-controller', refuseForeignController],
  ['blast-radius', refuseBlastRadius],
  ['capacity-floor', refuseCapacityFloor],
  ['stale-data', refuseStaleData],
  ['deployment-in-progress', refuseDeploymentInProgress],
  ['cooldown', refuseCooldown],
];

/** Those whose reason goes away by itself: it is worth looking again. */
const PASSING: ReadonlySet<GuardrailName> = new Set(['stale-data', 'deployment-in-progress', 'cooldown']);

/** The first guardrail that refuses. */
export function findGuardrailRefusal(facts: GuardrailFacts): GuardrailRefusal | undefined {
  for (const [guardrail, rule] of GUARDRAILS) {
    const detail = rule(facts);
    if (detail !== undefined) return { guardrail, detail };
  }
  return undefined;
}

/** Whether waiting may help. */
export function isPassing({ guardrail }: GuardrailRefusal): boolean {
  return PASSING.has(guardrail);
}

/** Whether a resource may be touched at all, by its tags and its owner (I11); asked again right before each act. */
export function findOwnershipRefusal(
  settings: GuardrailSettings,
  descriptions: readonly ResourceDescription[],
): GuardrailRefusal | undefined {
  const facts = { settings, descriptions };
  const [denied, untagged, foreign] = [
    refuseDenied(facts),
    refuseUntagged(facts),
    refuseForeignController(facts),
  ];
  if (denied) return { guardrail: 'denied', detail: denied };
  if (untagged) return { guardrail: 'untagged', detail: untagged };
  return foreign ? { guardrail: 'foreign-controller', detail: foreign } : undefined;
}

type Ownership = Pick<GuardrailFacts, 'settings' | 'descriptions'>;

function refuseAttempts({ attempt, settings }: GuardrailFacts): string | undefined {
  if (attempt <= settings.maxAttempts) return undefined;
  return `${settings.maxAttempts} attempts have been made, no more are allowed`;
}

function refuseStorm({ newIncidents, settings }: GuardrailFacts): string | undefined {
  if (newIncidents < settings.stormIncidents) return undefined;
  return `${newIncidents} incidents began within ${formatDuration(STORM_WINDOW_SECONDS)}: this is larger than one cause`;
}

function refuseUnhealthyShare({
  illServices,
  watchedServices,
  settings,
}: GuardrailFacts): string | undefined {
  const share = illServices / watchedServices;
  if (illServices < LEAST_ILL_SERVICES || share <= settings.maxUnhealthyShare) return undefined;
  return `${formatShare(share)} of all services are ill, acting stops above ${formatShare(settings.maxUnhealthyShare)}`;
}

function refuseFreeze({ calendar, now }: GuardrailFacts): string | undefined {
  const freeze = findEntryInForce(calendar, 'freeze', now);
  return freeze && `the change freeze "${freeze.name}" is in force`;
}

function refuseDenied({ descriptions, settings }: Ownership): string | undefined {
  const denied = descriptions.find(({ tags }) => settings.denyTag in tags);
  return denied && `${denied.resourceId} carries the tag ${settings.denyTag}`;
}

function refuseUntagged({ descriptions, settings }: Ownership): string | undefined {
  const untagged = descriptions.find(({ tags }) => tags[settings.managedTag] !== 'true');
  return untagged && `${untagged.resourceId} does not carry the tag ${settings.managedTag}=true`;
}

function refuseForeignController({ descriptions }: Ownership): string | undefined {
  const foreign = descriptions.find(({ controller }) => controller !== 'ecs');
  return foreign && `${foreign.resourceId} is deployed by ${foreign.controller}, which owns it`;
}

function refuseBlastRadius({ actions, service, settings }: GuardrailFacts): string | undefined {
  const resources = new Set(actions.map(({ action }) => action.resourceId)).size;
  if (resources > settings.maxResourcesPerPlan) {
    return `it changes ${resources} resources, at most ${settings.maxResourcesPerPlan} are allowed`;
  }
  const large = actions.map(capacityChange).find((change) => change && isTooLarge(change, service));
  return (
    large &&
    `it scales from ${large.from} to ${large.to} tasks, at most ${Math.min(large.from * MAX_GROWTH, service.maxTasks)} are allowed`
  );
}

interface CapacityChange {
  readonly from: number;
  readonly to: number;
}

function isTooLarge({ from, to }: CapacityChange, { maxTasks }: Service): boolean {
  return to > from && to > Math.min(from * MAX_GROWTH, maxTasks);
}

/** Tasks before and after. A floor is judged in the strategy, which knows the tasks above it. */
function capacityChange({ action, plannedFrom }: PlannedAction): CapacityChange | undefined {
  if (action.kind !== 'ecs-service/set-desired-count' || plannedFrom.type !== 'ecs-service') return undefined;
  return { from: plannedFrom.desiredCount, to: action.desiredCount };
}

function refuseCapacityFloor(facts: GuardrailFacts): string | undefined {
  const { minHealthyTasks } = facts.service;
  for (const { action } of facts.actions) {
    const left = tasksLeft(action, facts.descriptions);
    if (left !== undefined && left < minHealthyTasks) {
      return `it leaves ${left} healthy tasks at times, at least ${minHealthyTasks} must stay`;
    }
  }
  return undefined;
}

/** Tasks that stay while an action takes effect; undefined for actions that take none away. */
function tasksLeft(
  action: PlannedAction['action'],
  descriptions: readonly ResourceDescription[],
): number | undefined {
  switch (action.kind) {
    case 'ecs-service/set-desired-count':
      return action.desiredCount;
    case 'scalable-target/set-min-capacity':
      return action.minCapacity;
    case 'ecs-service/force-new-deployment':
    case 'ecs-service/set-task-definition':
      return tasksInDeployment(descriptions.find(({ resourceId }) => resourceId === action.resourceId));
    case 'configuration/deploy-version':
    case 'lambda-alias/set-version':
    case 'ssm-parameter/restore-version':
      return undefined;
  }
}

function tasksInDeployment(description: ResourceDescription | undefined): number | undefined {
  if (description?.state.type !== 'ecs-service') return undefined;
  const percent = description.minimumHealthyPercent ?? DEFAULT_MINIMUM_HEALTHY_PERCENT;
  return Math.floor((description.state.desiredCount * Math.min(percent, 100)) / 100);
}

function refuseStaleData({ dataAgeSeconds, settings }: GuardrailFacts): string | undefined {
  if (dataAgeSeconds === undefined) return 'the health of the service is unknown';
  if (dataAgeSeconds <= settings.maxDataAgeSeconds) return undefined;
  return `the newest data is ${formatDuration(dataAgeSeconds)} old, at most ${formatDuration(settings.maxDataAgeSeconds)} is allowed`;
}

function refuseDeploymentInProgress({ descriptions }: GuardrailFacts): string | undefined {
  const busy = descriptions.find(({ isDeploymentInProgress }) => isDeploymentInProgress);
  return busy && `a deployment of ${busy.resourceId} is in progress`;
}

function refuseCooldown({ lastEndedAt, settings, now }: GuardrailFacts): string | undefined {
  if (lastEndedAt === undefined || now >= secondsAfter(lastEndedAt, settings.cooldownSeconds))
    return undefined;
  return `its last recovery ended ${formatDuration(secondsBetween(lastEndedAt, now))} ago, the pause is ${formatDuration(settings.cooldownSeconds)}`;
}
