// Log lines of services become counts of kinds of errors, by service and minute (M43). What kind of error each is, is told
// when somebody wants to know: at the diagnosis, where the model is.

import type { ErrorLogStore } from '#application/ports/error-logs.ts';
import type { Flags, Log, SettingsSource } from '#application/ports/operations.ts';
import type { LogDelivery } from '#contracts/log-delivery.ts';
import type { ReceiveSignalOutput } from '#contracts/steps/observe.ts';
import { countErrors } from '#domain/error-class/error-minute.ts';

export interface CollectErrorsDeps {
  readonly settings: SettingsSource;
  readonly flags: Flags;
  readonly errorLogs: ErrorLogStore;
  readonly log: Log;
}

/** Counts the lines of one delivery. Delivered twice it leaves the same records. */
export async function collectErrors(
  deps: CollectErrorsDeps,
  { logGroup, deliveryId, lines }: LogDelivery,
): Promise<ReceiveSignalOutput> {
  if (!(await deps.flags.isOn('self_healing.error_collection'))) return { outcome: 'ignored' };
  const { services } = await deps.settings.current();
  const service = services.find(({ logGroups }) => logGroups.includes(logGroup));
  if (!service) return { outcome: 'ignored' };
  const minutes = countErrors(lines, { serviceId: service.id, deliveryId });
  for (const minute of minutes) await deps.errorLogs.put(minute);
  const counted = minutes.flatMap(({ kinds }) => kinds).reduce((sum, { count }) => sum + count, 0);
  deps.log.record('errors-collected', { serviceId: service.id, lines: lines.length, counted });
  return { outcome: minutes.length === 0 ? 'ignored' : 'recorded' };
}
