// The declared call graph: who depends on whom. Used for grouping, diagnosis, impact and the recovery budget.

import type { ResourceId, ServiceId } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';

/** The services that `serviceId` calls directly; none for an unknown service. */
export function dependenciesOf(services: readonly Service[], serviceId: ServiceId): readonly ServiceId[] {
  return services.find(({ id }) => id === serviceId)?.dependsOn ?? [];
}

/** The services that call `serviceId` directly. */
export function callersOf(services: readonly Service[], serviceId: ServiceId): readonly ServiceId[] {
  return services.filter(({ dependsOn }) => dependsOn.includes(serviceId)).map(({ id }) => id);
}

/** Direct callers and dependencies. */
export function neighboursOf(services: readonly Service[], serviceId: ServiceId): readonly ServiceId[] {
  return [...dependenciesOf(services, serviceId), ...callersOf(services, serviceId)];
}

/** Everything that calls `serviceId`, directly or through others, nearest first; cycles are followed once. */
export function allCallersOf(services: readonly Service[], serviceId: ServiceId): readonly ServiceId[] {
  return reach(serviceId, (id) => callersOf(services, id));
}

/** Everything that `serviceId` calls, directly or through others, nearest first; cycles are followed once. */
export function allDependenciesOf(services: readonly Service[], serviceId: ServiceId): readonly ServiceId[] {
  return reach(serviceId, (id) => dependenciesOf(services, id));
}

/** The service that a resource belongs to; the first declared where several share it. */
export function ownerOf(services: readonly Service[], resourceId: ResourceId): Service | undefined {
  return services.find(({ resources }) => resources.includes(resourceId));
}

function reach(start: ServiceId, next: (serviceId: ServiceId) => readonly ServiceId[]): readonly ServiceId[] {
  const seen = new Set<ServiceId>([start]);
  // A set is walked in the order of insertion, what is added on the way included.
  for (const serviceId of seen) for (const further of next(serviceId)) seen.add(further);
  return [...seen].slice(1);
}
