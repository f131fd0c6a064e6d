// What is kept of the error logs of services, in the words of the loop.

import type { ErrorMinute } from '#domain/error-class/error-minute.ts';
import type { Instant, ServiceId } from '#domain/ids.ts';

export interface ErrorLogStore {
  /** Idempotent per service, minute and delivery. */
  put(minute: ErrorMinute): Promise<void>;
  /** Oldest first, `from <= at < to`; of one minute in the order of the delivery ids. */
  list(serviceId: ServiceId, from: Instant, to: Instant): Promise<readonly ErrorMinute[]>;
}
