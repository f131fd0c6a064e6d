// The clients of a function, all counted by one meter: what the healer itself costs is measured, not guessed.

import { makeClient } from '#adapters/aws/clients.ts';
import { makeCostMeter } from '#adapters/aws/cost-meter.ts';
import { estimateCost, type Usage } from '#domain/cost/estimate.ts';

const MICRODOLLARS = 1_000_000;

/** One per process, as the clients are. */
const METER = makeCostMeter();

/** A client whose calls are counted; see `makeClient`. */
export const meteredClient: typeof makeClient = (Service, options) =>
  makeClient(Service, { ...options, meter: METER });

/** Calls to AWS, retries included, and what they cost in millionths of a dollar. */
export interface Spent {
  readonly calls: number;
  readonly microdollars: number;
}

let told: Spent = { calls: 0, microdollars: 0 };

/** What was spent since this was asked last. */
export function takeSpent(): Spent {
  const total = spentSoFar(METER.calls(), METER.usage());
  const spent = {
    calls: total.calls - told.calls,
    microdollars: total.microdollars - told.microdollars,
  };
  told = total;
  return spent;
}

function spentSoFar(calls: Readonly<Record<string, number>>, usage: Usage): Spent {
  return {
    calls: Object.values(calls).reduce((sum, count) => sum + count, 0),
    microdollars: estimateCost(usage).dollars * MICRODOLLARS,
  };
}
