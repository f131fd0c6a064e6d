// What an incident does to users, and to whom it may spread (M67).

import { burnOf } from '#domain/diagnosis/budget-burn.ts';
import type { Impact } from '#domain/diagnosis/diagnosis.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';
import { allCallersOf, callersOf } from '#domain/service/topology.ts';
import type { IndicatorValues } from '#domain/signal/indicator.ts';

/** Assumed of a service whose share of the traffic nobody knows: careful, not paralysing. */
const UNKNOWN_TRAFFIC_SHARE = 0.3;

/** What is seen of trouble. */
export interface SeenTrouble {
  /** What each service around shows now. */
  readonly now: ReadonlyMap<ServiceId, IndicatorValues>;
  /** Error shares of the ill service since the onset, one a minute, oldest first. */
  readonly errorShares?: readonly number[];
}

/** The impact of trouble in one service. */
export function assessImpact(
  serviceId: ServiceId,
  services: readonly Service[],
  { now, errorShares = [] }: SeenTrouble,
): Impact {
  const errorShare = now.get(serviceId)?.['error-share'];
  const burn = burnOf(services.find(({ id }) => id === serviceId) ?? {}, errorShares);
  return {
    downstream: allCallersOf(services, serviceId),
    trafficShare: trafficShareOf(serviceId, services, now),
    ...(errorShare === undefined ? {} : { errorShare }),
    ...(burn && { burn }),
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
