// Faults that come in with a change: F1, a deployment with errors; F3, a bad configuration value.

import type { Accident, Cause } from '../accident.ts';
import { beginRollout, registerConfiguration } from '../configuration.ts';
import { beginDeployment } from '../deployment.ts';
import { type Plant, viewOf } from '../plant.ts';
import { registerRevision, revisionOf } from '../revisions.ts';
import type { AccidentModel } from './model.ts';

/** Share of requests that the bad version fails, mild and severe. */
const ERROR_SHARE = { mild: 0.08, severe: 0.6 } as const;
/** Bad values that slow the service down rather than break it, and by how much. */
const SLOW_SHARE = 0.35;
const SLOWDOWN = { mild: 6, severe: 20 } as const;
/** Bad versions whose tasks do not even come up: the platform's circuit breaker takes these back. */
const CRASHING_SHARE = 0.12;
/** Bad versions that migrated the database, so that going back breaks more than it mends. */
const MIGRATING_SHARE = 0.12;

/** Whether this variant of F1 has migrated the database. */
export function isMigrating(variant: number): boolean {
  return variant > 1 - MIGRATING_SHARE;
}

/** The value that a strength stands for between its mild and its severe end. */
export function scaled(
  { mild, severe }: { readonly mild: number; readonly severe: number },
  strength: number,
): number {
  return mild + (severe - mild) * strength;
}

/** F1: a new version fails a share of its requests. */
export const deploymentWithErrors: AccidentModel = {
  canStrike: ({ kind }) => kind === 'http',
  shapes: ['step', 'step', 'intermittent'],
  minutes: { from: 150, to: 360 },
  begin(plant, accident) {
    const { state } = viewOf(plant, accident.service);
    accident.boundTo = registerRevision(plant, accident.service, {
      failsHealthCheck: accident.salt < CRASHING_SHARE,
      ...(isMigrating(accident.salt) ? { schema: state.schema + 1 } : {}),
    });
    beginDeployment(plant, accident.service, accident.boundTo, { by: 'owner' });
  },
  exert(plant, accident, intensity) {
    const { effects } = viewOf(plant, accident.service).flow;
    effects.badRevision = accident.boundTo ?? 0;
    effects.badRevisionErrorShare = scaled(ERROR_SHARE, accident.strength) * intensity;
  },
  findMend: findNewerDeployment,
  isBack: isRevisionBack,
  fix: deployFix,
};

/** A bad revision is gone when no task runs it and the one in its place fits the database. */
export function findNewerDeployment(plant: Plant, { service, boundTo }: Accident): Cause | undefined {
  const view = viewOf(plant, service);
  const { state } = view;
  if (state.revision === boundTo || revisionOf(view, state.revision).schema < state.schema) return undefined;
  const isStillRunning = state.tasks.some(
    ({ revision, phase }) => revision === boundTo && phase !== 'draining',
  );
  return isStillRunning ? undefined : state.lastDeployment.cause;
}

/** Whether the service is, once more, meant to run the bad revision. */
export function isRevisionBack(plant: Plant, { service, boundTo }: Accident): boolean {
  return viewOf(plant, service).state.revision === boundTo;
}

/** The owner deploys the newest code without its fault. */
export function deployFix(plant: Plant, { service }: Accident): void {
  beginDeployment(plant, service, registerRevision(plant, service, {}), { by: 'owner' });
}

/** F3: a configuration value that breaks or slows a share of the requests. */
export const badConfiguration: AccidentModel = {
  canStrike: ({ kind }) => kind === 'http',
  shapes: ['step', 'step', 'intermittent'],
  minutes: { from: 120, to: 300 },
  begin(plant, accident) {
    accident.boundTo = registerConfiguration(plant, accident.service);
    beginRollout(plant, accident.service, accident.boundTo, { by: 'owner' });
  },
  exert(plant, accident, intensity) {
    const { flow, state } = viewOf(plant, accident.service);
    if (state.effectiveConfiguration !== accident.boundTo) return;
    if (accident.salt < SLOW_SHARE) {
      flow.effects.latencyFactor *= 1 + scaled(SLOWDOWN, accident.strength) * intensity;
      return;
    }
    flow.effects.errorShare = Math.max(
      flow.effects.errorShare,
      scaled(ERROR_SHARE, accident.strength) * intensity,
    );
  },
  findMend(plant, { service, boundTo }) {
    const { state } = viewOf(plant, service);
    const isGone = state.configuration !== boundTo && state.effectiveConfiguration !== boundTo;
    return isGone ? state.lastConfiguration.cause : undefined;
  },
  isBack: (plant, { service, boundTo }) => viewOf(plant, service).state.configuration === boundTo,
  fix(plant, { service }) {
    beginRollout(plant, service, registerConfiguration(plant, service), { by: 'owner' });
  },
};
