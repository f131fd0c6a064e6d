// The settings a user of the simulated fleet would write: its topology, a mode, and who may approve.

import { Settings } from '#contracts/settings.ts';
import type { Mode } from '#domain/mode/mode.ts';
import type { FleetTopology } from '#local/fleet/fleet.ts';
import { logGroupOf } from '#local/simulation/log-delivery.ts';

/** The person at this machine: the one who may approve in a local run. */
export const LOCAL_OPERATOR = 'local-operator';
/** A second person, for plans that two must approve. */
export const SECOND_OPERATOR = 'second-operator';

/** Minutes until a question lapses for somebody who watches an hour pass in a minute: four of theirs. */
const WATCHED_EXPIRY_MINUTES = 240;

/** For people who watch: what restarts and scales goes by itself, what returns to an older version asks them. */
export function showcaseSettings(topology: FleetTopology): Settings {
  const settings = settingsForFleet(topology, 'auto');
  const [low, medium, high] = [WATCHED_EXPIRY_MINUTES, WATCHED_EXPIRY_MINUTES, WATCHED_EXPIRY_MINUTES];
  return {
    ...settings,
    services: settings.services.map((service) => ({
      ...service,
      strategies: { 'configuration-rollback': 'approve' },
    })),
    approvals: { ...settings.approvals, expiryMinutes: { low, medium, high } },
  };
}

/** Validated settings for a fleet. Third parties are services without anything that can be changed. */
export function settingsForFleet(topology: FleetTopology, mode: Mode): Settings {
  const services = topology.services.map(({ scope: _scope, name: _name, ...service }) => ({
    ...service,
    logGroups: [logGroupOf(service.id)],
  }));
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
