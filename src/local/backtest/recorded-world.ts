// Recorded history as the world of the loop: measures as recorded, resources as presumed, and nothing that can be changed.

import type { Clock } from '#application/ports/telemetry.ts';
import { buildSeriesKey } from '#contracts/naming.ts';
import { RejectedError } from '#domain/errors.ts';
import { serveSeries } from '#local/replay/metric-source.ts';
import type { World } from '#local/world.ts';
import type { History } from './history.ts';
import { presumeFleet, resourceOfSignal } from './presumed-fleet.ts';

/** The ports of a loop over the history, up to the present of the clock. */
export function recordedWorld({ recorded, changes = [] }: History, clock: Clock): World {
  const fleet = presumeFleet(recorded.services, changes);
  const series = recorded.services.flatMap(({ name, series: own }) =>
    [...own].map(
      ([signal, points]) => [buildSeriesKey(resourceOfSignal(name, signal), signal), points] as const,
    ),
  );
  return {
    isRecording: true,
    metrics: serveSeries(new Map(series), recorded.periodSeconds, clock),
    resources: { describe: async (resourceId) => fleet.describe(resourceId, clock.now()) },
    actuator: {
      async apply({ kind, resourceId }) {
        throw new RejectedError(`${kind} on ${resourceId} was refused: a recording cannot be changed`);
      },
    },
    pager: { async page() {} },
  };
}
