// The settings a user of the simulated fleet would write: its topology, a mode, and who may approve.

import { Settings } from '#contracts/settings.ts';
import type { Mode } from '#domain/mode/mode.ts';
import type { FleetTopology } from '#local/fleet/fleet.ts';

/** The person at this machine: the one who may approve in a local run. */
export const LOCAL_OPERATOR = 'local-operator';
/** A second person, for plans that two must approve. */
export const SECOND_OPERATOR = 'second-operator';

/** Validated settings for a fleet. Third parties are services without anything that can be changed. */
export function settingsForFleet(topology: FleetTopology, mode: Mode): Settings {
  const services = topology.services.map(({ scope: _scope, name: _name, ...service }) => service);
  const externals = topology.externals.map(({ id, resourceId }) => ({
    id,
    tier: 'standard',
    resources: [resourceId],
  }));
  return Settings.parse({
    version: 1,
    mode,
    services: [...services, ...externals],
    approvals: { approvers: [LOCAL_OPERATOR, SECOND_OPERATOR] },
  });
}
