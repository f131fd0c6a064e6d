// What a training takes from the user's own history: the recorded minutes of every service, with what people and verified
// recoveries have said of them.

import { type ReadLabelsDeps, readLabels } from '#application/models/read-labels.ts';
import type { Clock, HealthStore, PollStore } from '#application/ports/telemetry.ts';
import { secondsAfter } from '#domain/ids.ts';
import { type OwnSeries, ownSeriesOf } from '#domain/model/own-series.ts';

export interface CollectOwnSeriesDeps extends ReadLabelsDeps {
  readonly clock: Clock;
  readonly polls: PollStore;
  readonly health: HealthStore;
}

/** As far back as models are judged; minutes are kept for less. */
const WINDOW_SECONDS = 90 * 86_400;

/** All series of all services that are read, service by service. */
export async function* collectOwnSeries(deps: CollectOwnSeriesDeps): AsyncGenerator<OwnSeries> {
  const now = deps.clock.now();
  const from = secondsAfter(now, -WINDOW_SECONDS);
  const [states, known] = await Promise.all([deps.polls.all(), readLabels(deps, from)]);
  for (const { serviceId } of states)
    yield* ownSeriesOf(serviceId, await deps.health.list(serviceId, from, now), known);
}
