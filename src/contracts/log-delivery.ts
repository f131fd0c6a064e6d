// Log lines as CloudWatch Logs delivers them to a subscriber, packed, and as they are read.

import * as z from 'zod/mini';
import type { LoggedLine } from '#domain/error-class/error-line.ts';

/** What a subscriber is called with. */
export const LogSubscription = z.readonly(z.object({ awslogs: z.object({ data: z.string() }) }));
export type LogSubscription = z.infer<typeof LogSubscription>;

/** What is packed in it. A control message only asks whether anybody is there. */
export const LogBatch = z.object({
  messageType: z.enum(['DATA_MESSAGE', 'CONTROL_MESSAGE']),
  logGroup: z.string(),
  logEvents: z.array(z.object({ id: z.string(), timestamp: z.int(), message: z.string() })),
});

/** Lines of one log group that came together. */
export interface LogDelivery {
  readonly logGroup: string;
  /** The same for the same lines. */
  readonly deliveryId: string;
  readonly lines: readonly LoggedLine[];
}
