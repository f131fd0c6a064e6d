// A spike of demand that was foreseen and that the present tasks would not carry: what the forecaster asks capacity for
// (M56). It travels with the incident, so that the plan is about what comes and not about what is.

import * as z from 'zod/mini';
import { Instant } from '#domain/ids.ts';

export const ForeseenSpike = z.readonly(
  z.object({
    /** When what there is will no longer do. */
    spikeAt: Instant,
    /** Tasks that carry it. */
    tasks: z.int(),
    /** Its highest demand, requests a second, as it stays below in 95 of 100 cases. */
    peak: z.number(),
    /** How far forecasts of this service can be relied on, 0 to 1: what was measured of earlier ones. */
    confidence: z.number(),
  }),
);
export type ForeseenSpike = z.infer<typeof ForeseenSpike>;

/** `a spike to 180/s is foreseen at 18:00 UTC`. */
export function describeSpike({ peak, spikeAt }: Pick<ForeseenSpike, 'peak' | 'spikeAt'>): string {
  const time = new Date(spikeAt).toISOString().slice(11, 16);
  return `a spike to ${Number(peak.toPrecision(3))}/s is foreseen at ${time} UTC`;
}
