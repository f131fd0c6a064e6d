// What the services of the fleet wrote, packed as CloudWatch Logs would deliver it.

import { gzipSync } from 'node:zlib';
import type { LogSubscription } from '#contracts/log-delivery.ts';
import type { ServiceId } from '#domain/ids.ts';
import type { WrittenLines } from '#local/fleet/error-lines.ts';

/** The log group of a service of the fleet. */
export function logGroupOf(serviceId: ServiceId): string {
  return `/fleet/${serviceId}`;
}

/** One delivery with the lines of a service. */
export function packLines({ serviceId, lines }: WrittenLines): LogSubscription {
  const logEvents = lines.map(({ at, message }, index) => ({
    id: `${serviceId}-${at}-${index}`,
    timestamp: at,
    message,
  }));
  const batch = { messageType: 'DATA_MESSAGE', logGroup: logGroupOf(serviceId), logEvents };
  return { awslogs: { data: gzipSync(JSON.stringify(batch), { level: 1 }).toString('base64') } };
}
