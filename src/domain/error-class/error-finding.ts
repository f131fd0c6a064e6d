// What the error logs of a service say about an incident: one kind of error, how often since the onset, and before.

import * as z from 'zod/mini';
import { ErrorCategory, ErrorSeverity } from '#domain/error-class/error-class.ts';
import { ServiceId } from '#domain/ids.ts';

export const ErrorFinding = z.readonly(
  z.object({
    serviceId: ServiceId,
    /** Absent where no model could say. */
    category: z.optional(ErrorCategory),
    severity: ErrorSeverity,
    /** A line of it, with numbers and ids masked. */
    message: z.string(),
    /** Lines since the onset, and how many the hour before it had for as long a time. */
    count: z.int(),
    usualCount: z.number(),
  }),
);
export type ErrorFinding = z.infer<typeof ErrorFinding>;
