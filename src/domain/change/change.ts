// A change is something somebody did to a resource: a deployment, a configuration, a scaling. Incidents are joined to
// the changes before their onset (B7), and Fleetmedic's own acts are changes like any other.

import * as z from 'zod/mini';
import { ChangeId, Instant, ResourceId, ServiceId } from '#domain/ids.ts';

/** `restart`: the same version deployed again. */
export const ChangeKind = z.enum(['deployment', 'restart', 'configuration', 'scaling']);
export type ChangeKind = z.infer<typeof ChangeKind>;

export const Change = z.readonly(
  z.object({
    changeId: ChangeId,
    serviceId: ServiceId,
    resourceId: ResourceId,
    kind: ChangeKind,
    at: Instant,
    /** Who is known to have made it. */
    by: z.enum(['fleetmedic', 'platform', 'other']),
    summary: z.string(),
  }),
);
export type Change = z.infer<typeof Change>;
