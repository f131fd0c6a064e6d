// Unpacks what CloudWatch Logs delivers to a subscriber: gzip in base64 around JSON.

import { gunzipSync } from 'node:zlib';
import * as z from 'zod/mini';
import { digestOf } from '#contracts/digest.ts';
import { LogBatch, type LogDelivery, type LogSubscription } from '#contracts/log-delivery.ts';
import { InvalidInputError } from '#domain/errors.ts';
import { Instant } from '#domain/ids.ts';

/** Unpacked, a delivery is a few megabytes at most; whatever is more is no delivery of CloudWatch Logs. */
const LONGEST_BYTES = 16 * 1024 * 1024;
/** Lines that are looked at of one delivery: the bounded effort for one that holds nothing but errors. */
const LINES_READ = 2000;

/** The lines of a delivery; none for a control message. Throws InvalidInputError for what cannot be unpacked. */
export function readLogDelivery({ awslogs: { data } }: LogSubscription): LogDelivery {
  const { messageType, logGroup, logEvents } = unpack(data);
  const events = messageType === 'DATA_MESSAGE' ? logEvents.slice(0, LINES_READ) : [];
  return {
    logGroup,
    deliveryId: digestOf(logEvents.map(({ id }) => id)).slice(0, 16),
    lines: events.map(({ timestamp, message }) => ({ at: Instant.parse(timestamp), message })),
  };
}

function unpack(data: string): z.infer<typeof LogBatch> {
  try {
    const text = gunzipSync(Buffer.from(data, 'base64'), { maxOutputLength: LONGEST_BYTES }).toString('utf8');
    return z.parse(LogBatch, JSON.parse(text));
  } catch (error) {
    throw new InvalidInputError(`A delivery of log lines cannot be unpacked: ${String(error)}`);
  }
}
