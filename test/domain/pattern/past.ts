// A past to find patterns in: signs of services at chosen minutes, and incidents at chosen times.

import { buildAnomalyId, buildIncidentId } from '#contracts/naming.ts';
import type { Anomaly, Evidence } from '#domain/anomaly/anomaly.ts';
import { ServiceId } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { Sequence } from '#domain/pattern/pattern.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';
import { anomaly, evidence, incident, minute } from '../../builders.ts';

export const ORDERS = ServiceId.parse('orders');
export const CHECKOUT = ServiceId.parse('checkout');
export const WEB = ServiceId.parse('web');

/** Minutes of a week. */
export const WEEK = 7 * 1440;

/** An anomaly of a service in one minute, with the given indicators. */
export function seen(serviceId: ServiceId, at: number, ...indicators: readonly IndicatorName[]): Anomaly {
  return anomaly({
    anomalyId: buildAnomalyId(serviceId, minute(at)),
    serviceId,
    at: minute(at),
    onsetAt: minute(at),
    evidence: indicators.map((indicator) => evidence({ indicator })),
  });
}

/** An incident that began on a service in one minute, with its evidence by service. */
export function incidentAt(serviceId: ServiceId, at: number, overrides: Partial<Incident> = {}): Incident {
  return incident({
    incidentId: buildIncidentId(serviceId, minute(at)),
    serviceId,
    serviceIds: [serviceId],
    anomalyIds: [buildAnomalyId(serviceId, minute(at))],
    evidence: { [serviceId]: [evidence()] },
    onsetAt: minute(at),
    openedAt: minute(at),
    ...overrides,
  });
}

/** Evidence of each indicator on its harmful side. */
export function shows(...indicators: readonly IndicatorName[]): readonly Evidence[] {
  return indicators.map((indicator) => evidence({ indicator }));
}

/** A known sequence: the age of orders' queue, and four minutes later the latency of checkout. */
export function sequence(overrides: Partial<Sequence> = {}): Sequence {
  return {
    kind: 'sequence',
    first: { serviceId: ORDERS, indicator: 'queue-age' },
    next: { serviceId: CHECKOUT, indicator: 'latency-p99' },
    support: 8,
    confidence: 0.8,
    lift: 40,
    chance: 0.0001,
    lag: { usual: 4, least: 3, most: 6 },
    incidentIds: [],
    summary: 'orders: age of the oldest message, and about 4 min later checkout: p99 latency',
    ...overrides,
  };
}
