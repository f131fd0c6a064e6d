// Histories for diagnosis: three hours of usual minutes until the onset at noon, then ten minutes of whatever is told.

import { gatherFacts, type Observation, type ServiceFacts } from '#domain/diagnosis/facts.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { ServiceId } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';
import type { IndicatorValues } from '#domain/signal/indicator.ts';
import { anomaly, CART, CHECKOUT, healthRecord, minute, NOON, service } from '../../builders.ts';

export const WEB = ServiceId.parse('web');
export const BANK = ServiceId.parse('bank');

/** web -> checkout -> cart, and checkout calls the bank, of which nothing is measured. */
export const SHOP: readonly Service[] = [
  service({ id: WEB, dependsOn: [CHECKOUT] }),
  service({ id: CHECKOUT, dependsOn: [CART, BANK] }),
  service({ id: CART }),
];

export const USUAL: IndicatorValues = {
  'error-share': 0.001,
  'latency-p50': 0.04,
  'latency-p99': 0.2,
  throughput: 100,
  'healthy-share': 1,
  cpu: 40,
  memory: 50,
};

const BEFORE_MINUTES = 180;
const SINCE_MINUTES = 10;

/** One record a minute; each minute shows what `values` makes of it. */
export function minutes(
  serviceId: ServiceId,
  from: number,
  to: number,
  values: (minute: number) => IndicatorValues,
): readonly HealthRecord[] {
  return Array.from({ length: to - from }, (_, index) =>
    healthRecord({ serviceId, at: minute(from + index), indicators: values(from + index) }),
  );
}

/** A service as usual, but for what is different since noon. */
export function observation(
  serviceId: ServiceId,
  since: IndicatorValues | undefined,
  overrides: Partial<Observation> = {},
): Observation {
  const health = minutes(serviceId, -BEFORE_MINUTES, SINCE_MINUTES, (each) =>
    each < 0 ? USUAL : { ...USUAL, ...since },
  );
  const anomalies = since === undefined ? [] : [anomaly({ serviceId })];
  return { serviceId, health, anomalies, changes: [], ...overrides };
}

/** The facts of the whole shop; services that are not told of are well. */
export function shopFacts(...told: readonly Observation[]): ReadonlyMap<ServiceId, ServiceFacts> {
  const others = SHOP.filter(({ id }) => !told.some(({ serviceId }) => serviceId === id));
  const all = [...told, ...others.map(({ id }) => observation(id, undefined))];
  return gatherFacts(all, SHOP, NOON);
}

/** The facts of checkout alone. */
export function factsOf(...told: readonly Observation[]): ServiceFacts {
  const facts = shopFacts(...told).get(CHECKOUT);
  if (!facts) throw new Error('checkout was not observed');
  return facts;
}
