// Whose turn it is: every service is looked at once an hour, at a minute of its own, so that ten thousand of them are
// read evenly and the same service is always an hour apart.

import { metricQueriesFor } from '#contracts/naming.ts';
import type { Instant } from '#domain/ids.ts';
import type { Service } from '#domain/service/service.ts';

/** How often a service is looked at. */
export const LOOK_SECONDS = 3600;
const MINUTE_MS = 60_000;
const MINUTES = 60;
/** Of the polynomial hash of an id; asked of every service in every minute, it has to be cheap. */
const HASH_BASE = 31;
const HASH_RANGE = 2 ** 32;

/** The services of this minute that have a demand at all. */
export function servicesDue(services: readonly Service[], now: Instant): readonly Service[] {
  const minute = Math.floor(now / MINUTE_MS) % MINUTES;
  return services.filter((service) => minuteOf(service) === minute && hasDemand(service));
}

/** Whether requests to the service are counted. */
export function hasDemand({ resources }: Service): boolean {
  return resources.some((id) => metricQueriesFor(id).some(({ signal }) => signal === 'request-count'));
}

function minuteOf({ id }: Service): number {
  let hash = 0;
  for (const character of id) hash = (hash * HASH_BASE + character.charCodeAt(0)) % HASH_RANGE;
  return hash % MINUTES;
}
