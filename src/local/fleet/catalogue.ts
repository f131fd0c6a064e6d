// What mends, eases, leaves alone or worsens each fault. A prediction of the physics, checked by trying every line on the
// plant; known to the judge and to the simulated person, never to detection, diagnosis or strategies.

import type { FaultKind } from './accident.ts';
import { isMigrating } from './faults/deployments.ts';
import type { Remedy } from './remedies.ts';
import type { AccidentTruth } from './truth.ts';

export interface CatalogueLine {
  readonly name: string;
  /** The fault is over, or its users notice it no more. */
  readonly mends: readonly Remedy[];
  /** Fewer requests fail, the fault stays. */
  readonly eases?: readonly Remedy[];
  /** No difference worth the act. */
  readonly leaves: readonly Remedy[];
  /** More requests fail than if nobody had acted. */
  readonly worsens?: readonly Remedy[];
}

/** The lines of the fleet's catalogue for the faults of this version. */
export const FAULT_CATALOGUE: Readonly<Record<FaultKind, CatalogueLine>> = {
  F1: {
    name: 'deployment with errors',
    mends: ['roll-back-deployment'],
    leaves: ['restart', 'scale-out', 'roll-back-configuration'],
  },
  F3: {
    name: 'bad configuration value',
    mends: ['roll-back-configuration'],
    leaves: ['restart', 'scale-out', 'roll-back-deployment'],
  },
  F4: {
    name: 'memory leak',
    mends: ['restart', 'roll-back-deployment'],
    eases: ['scale-out'],
    leaves: ['roll-back-configuration'],
  },
  F5: {
    name: 'connection leak',
    mends: ['restart'],
    leaves: ['roll-back-configuration'],
    // Where the leak has brought the database to its limit and others share it.
    worsens: ['scale-out'],
  },
  F6: {
    name: 'demand surge within limits',
    mends: ['scale-out'],
    leaves: ['roll-back-configuration'],
    worsens: ['restart'],
  },
  F8: {
    name: 'slow third party',
    mends: ['open-breaker'],
    leaves: ['restart', 'roll-back-configuration'],
    worsens: ['scale-out'],
  },
  F10: {
    name: 'retry storm that outlives its trigger',
    mends: ['shed-load'],
    leaves: ['restart', 'roll-back-configuration'],
    worsens: ['scale-out'],
  },
  F12: {
    name: 'one bad task',
    mends: ['stop-task', 'restart'],
    eases: ['balance-by-load', 'scale-out'],
    leaves: ['roll-back-configuration'],
  },
  F15: {
    name: 'backlog by slow consumers',
    mends: ['scale-out'],
    leaves: ['roll-back-configuration'],
    worsens: ['restart'],
  },
  F25: {
    name: 'wrong route or expired certificate',
    mends: ['switch-route'],
    leaves: ['restart', 'scale-out', 'roll-back-configuration'],
  },
};

/** What Fleetmedic's strategies of this version can do. */
const PRESENT_REMEDIES: readonly Remedy[] = [
  'restart',
  'scale-out',
  'roll-back-deployment',
  'roll-back-configuration',
];

/** What mends this very fault: code that migrated the database cannot be rolled back, an old leak neither. */
export function remediesFor({ kind, origin, variant }: AccidentTruth): readonly Remedy[] {
  const { mends } = FAULT_CATALOGUE[kind as FaultKind];
  if (kind === 'F1' && isMigrating(variant)) return [];
  if (kind === 'F4' && origin === 'deployment') return ['roll-back-deployment'];
  return mends;
}

/** Whether one of Fleetmedic's present strategies can mend this fault. */
export function hasPresentRemedy(fault: AccidentTruth): boolean {
  return remediesFor(fault).some((remedy) => PRESENT_REMEDIES.includes(remedy));
}
