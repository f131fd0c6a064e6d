// What an incident does to users, and to whom it may spread (M67).

import type { Impact } from '#domain/diagnosis/diagnosis.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';
import { allCallersOf, callersOf } from '#domain/service/topology.ts';
import type { IndicatorValues } from '#domain/signal/indicator.ts';

/** Assumed of a service whose share of the traffic nobody knows: careful, not paralysing. */
const UNKNOWN_TRAFFIC_SHARE = 0.3;

/** The impact of trouble in one service, given what all services around it show now. */
export function assessImpact(
  serviceId: ServiceId,
  services: readonly Service[],
  now: ReadonlyMap<ServiceId, IndicatorValues>,
): Impact {
  const errorShare = now.get(serviceId)?.['error-share'];
  return {
    downstream: allCallersOf(services, serviceId),
    trafficShare: trafficShareOf(serviceId, services, now),
    ...(errorShare === undefined ? {} : { errorShare }),
  };
}

/** As declared, or else its requests over those of the services at the edge that lead to it; at most 1. */
function trafficShareOf(
  serviceId: ServiceId,
  services: readonly Service[],
  now: ReadonlyMap<ServiceId, IndicatorValues>,
): number {
  const declared = services.find(({ id }) => id === serviceId)?.trafficShare;
  if (declared !== undefined) return declared;
  const edge = [serviceId, ...allCallersOf(services, serviceId)].filter(
    (id) => callersOf(services, id).length === 0,
  );
  const offered = edge.map((id) => now.get(id)?.throughput ?? 0).reduce((sum, each) => sum + each, 0);
  const own = now.get(serviceId)?.throughput;
  return own === undefined || offered <= 0 ? UNKNOWN_TRAFFIC_SHARE : Math.min(1, own / offered);
}
