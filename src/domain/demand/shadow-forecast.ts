// What the version of the forecaster in its trial would have said, beside what the one that speaks did: both wait for the
// same time to be over, and are then held against what came. Nothing that is shown or done reads it (M109).

import * as z from 'zod/mini';
import { DemandCurve, endOf, pointsOf } from '#domain/demand/demand-curve.ts';
import { Horizon } from '#domain/demand/horizon.ts';
import { quantileLoss } from '#domain/demand/quantile-loss.ts';
import { highDemand } from '#domain/forecast/capacity-plan.ts';
import { type Instant, secondsAfter } from '#domain/ids.ts';
import type { ComparedCase, SideSums } from '#domain/model/trial-ledger.ts';

export const ShadowForecast = z.readonly(
  z.object({
    /** The hashes that are compared. */
    champion: z.string(),
    challenger: z.string(),
    /** Of the very same time as the forecasts under test that the champion made. */
    tests: z.partialRecord(Horizon, DemandCurve),
  }),
);
export type ShadowForecast = z.infer<typeof ShadowForecast>;

/** A week is a mixture of its days, and most of the work: it is not compared. */
const COMPARED = ['hour', 'day'] as const;

type Tests = ShadowForecast['tests'];

/** One look at what both said of one service. */
export interface ShadowLook {
  readonly pair: Pick<ShadowForecast, 'champion' | 'challenger'>;
  /** Those of the champion that wait, as they were before this look. */
  readonly tests: Tests;
  /** What is known of the challenger from before. */
  readonly seen: ShadowForecast | undefined;
  /** What the challenger says now; empty when it does not answer. */
  readonly curves: Tests;
  /** So far it is known what came. */
  readonly until: Instant;
  actualOf(test: DemandCurve, at: Instant): number;
}

/** What is kept of the challenger, and what both were worth where the time of a test is over. */
export interface ShadowStep {
  readonly shadow: ShadowForecast;
  readonly compared: readonly ComparedCase[];
}

/** Goes on with the comparison; begun anew for another pair. A test begins when the champion's does. */
export function continueShadow(look: ShadowLook): ShadowStep {
  const { pair, curves } = look;
  const known = knownOf(look);
  const tests: Partial<Record<Horizon, DemandCurve>> = {};
  const compared: ComparedCase[] = [];
  for (const horizon of COMPARED) {
    const [own, other] = [look.tests[horizon], known[horizon]];
    const isWaiting = own !== undefined && endOf(own) > look.until;
    const next = isWaiting ? other : curves[horizon];
    if (next) tests[horizon] = next;
    if (!isWaiting) compared.push(...compareCurves(own, other, look.actualOf));
  }
  return { shadow: { ...pair, tests }, compared };
}

function knownOf({ pair, seen }: ShadowLook): Tests {
  const isOfPair = seen?.champion === pair.champion && seen.challenger === pair.challenger;
  return isOfPair ? seen.tests : {};
}

/** None before both have a test, and where nothing was asked in its time nor a day before: nothing is told by that. */
function compareCurves(
  champion: DemandCurve | undefined,
  challenger: DemandCurve | undefined,
  actualOf: ShadowLook['actualOf'],
): readonly ComparedCase[] {
  const curves = champion && challenger ? [champion, challenger] : [];
  const [one, other] = curves.map((curve) => sumsOf(curve, (at) => actualOf(curve, at)));
  return one && other ? [{ isTelling: true, champion: one, challenger: other }] : [];
}

/** The loss in shares of the demand, so that small services count as much as large ones; held and passed over in points. */
function sumsOf(curve: DemandCurve, actualAt: (at: Instant) => number): SideSums | undefined {
  let [loss, demand, found, missed] = [0, 0, 0, 0];
  pointsOf(curve).forEach((point, index) => {
    const actual = actualAt(secondsAfter(curve.from, index * curve.periodSeconds));
    if (Number.isNaN(actual)) return;
    loss += quantileLoss(point, actual);
    demand += Math.max(actual, point.naive);
    const isHeld = actual <= highDemand(point);
    found += Number(isHeld);
    missed += Number(!isHeld);
  });
  return demand > 0 ? { loss: loss / demand, found, missed, falseAlarms: 0 } : undefined;
}
