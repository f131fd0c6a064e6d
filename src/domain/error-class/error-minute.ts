// What one delivery of log lines held of one service and minute: kinds of errors and how often each came. Bounded, so that
// a service that fails a thousand times a second is as cheap to remember as any other.

import * as z from 'zod/mini';
import { ErrorSeverity } from '#domain/error-class/error-class.ts';
import { type LoggedLine, readErrorLine } from '#domain/error-class/error-line.ts';
import { floorToPeriod, Instant, ServiceId } from '#domain/ids.ts';

/** Kinds that are kept apart of one minute; the rarest beyond them are counted together. */
const KINDS_KEPT = 20;
const SECONDS_PER_MINUTE = 60;

export const ErrorKind = z.readonly(
  z.object({
    /** Masked. */
    message: z.string(),
    level: z.optional(ErrorSeverity),
    count: z.int(),
  }),
);
export type ErrorKind = z.infer<typeof ErrorKind>;

export const ErrorMinute = z.readonly(
  z.object({
    serviceId: ServiceId,
    /** Start of the minute. */
    at: Instant,
    /** What it came with: the same delivery again is the same record. */
    deliveryId: z.string(),
    /** Most frequent first. */
    kinds: z.readonly(z.array(ErrorKind)),
    /** Lines of all other kinds together. */
    others: z.int(),
  }),
);
export type ErrorMinute = z.infer<typeof ErrorMinute>;

/** The error lines of one delivery, minute by minute. Lines that tell of no error leave nothing. */
export function countErrors(
  lines: readonly LoggedLine[],
  { serviceId, deliveryId }: Pick<ErrorMinute, 'serviceId' | 'deliveryId'>,
): readonly ErrorMinute[] {
  const byMinute = Map.groupBy(lines, ({ at }) => floorToPeriod(at, SECONDS_PER_MINUTE));
  return [...byMinute].flatMap(([at, inMinute]) => {
    const kinds = countKinds(inMinute);
    const others = kinds.slice(KINDS_KEPT).reduce((sum, { count }) => sum + count, 0);
    return kinds.length === 0
      ? []
      : [{ serviceId, at, deliveryId, kinds: kinds.slice(0, KINDS_KEPT), others }];
  });
}

function countKinds(lines: readonly LoggedLine[]): readonly ErrorKind[] {
  const errors = lines.flatMap(({ message }) => readErrorLine(message) ?? []);
  const byKind = Map.groupBy(errors, ({ message, level = '' }) => `${level} ${message}`);
  const kinds = [...byKind.values()].flatMap((same) =>
    same.slice(0, 1).map((first): ErrorKind => ({ ...first, count: same.length })),
  );
  return kinds.toSorted((a, b) => b.count - a.count || (a.message < b.message ? -1 : 1));
}
