// Reads the new minutes of one shard of services in one batch, judges them, and tells what was found. Writes are
// idempotent and the watch goes last: a crash in between judges the same minutes again and leaves the same records.

import { chooseModels } from '#application/models/choose-models.ts';
import { compareModels } from '#application/models/compare-models.ts';
import type { AnomalyModel } from '#application/ports/anomaly-model.ts';
import type { FeedbackStore, ModelRegistry } from '#application/ports/learning.ts';
import type {
  EventBus,
  Flags,
  Log,
  PulseStore,
  SettingsSource,
  Stopwatch,
} from '#application/ports/operations.ts';
import type { PatternStore } from '#application/ports/patterns.ts';
import type { IncidentStore } from '#application/ports/recovery.ts';
import type {
  AnomalyStore,
  ChangeStore,
  Clock,
  HealthStore,
  MetricSource,
  PollStore,
  WatchStore,
} from '#application/ports/telemetry.ts';
import { judgeShard, type ServiceVerdict } from '#application/scoring/judge-shard.ts';
import { readShard } from '#application/scoring/read-shard.ts';
import { recognisePatterns } from '#application/scoring/recognise-patterns.ts';
import { wakeService } from '#application/wake-service.ts';
import type { PollShard } from '#contracts/events.ts';
import type { ScoreServicesOutput } from '#contracts/steps/observe.ts';

export interface ScoreServicesDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly flags: Flags;
  readonly metrics: MetricSource;
  readonly watches: WatchStore;
  readonly health: HealthStore;
  readonly anomalies: AnomalyStore;
  readonly changes: ChangeStore;
  readonly incidents: IncidentStore;
  readonly polls: PollStore;
  readonly bus: EventBus;
  readonly log: Log;
  readonly pulse: PulseStore;
  /** Absent when no model could be loaded: thresholds judge alone, and say so. */
  readonly model: AnomalyModel | undefined;
  /** Another version of it; the registry says which of the two decides. */
  readonly rival?: AnomalyModel | undefined;
  /** Versions that are at hand besides. */
  readonly spares?: readonly AnomalyModel[];
  readonly models: ModelRegistry;
  readonly feedback: FeedbackStore;
  readonly patterns: PatternStore;
  /** Absent where the same minutes must always leave the same records. */
  readonly stopwatch?: Stopwatch | undefined;
}

/** Reads, judges and records what is new of the shard's services. */
export async function scoreServices(deps: ScoreServicesDeps, shard: PollShard): Promise<ScoreServicesOutput> {
  const readings = await readShard(deps, shard);
  const { champion, challenger } = await chooseModels(deps);
  const judged = await judgeShard({ ...deps, model: champion }, readings);
  const verdicts = await recognisePatterns(deps, judged);
  for (const verdict of verdicts) await recordVerdict(deps, verdict);
  await compareModels(deps, verdicts, challenger);
  deps.log.count('ServicesScored', verdicts.length);
  return {
    outcome: 'scored',
    minutesJudged: sum(verdicts, ({ records }) => records.length),
    anomalies: sum(verdicts, ({ anomalies }) => anomalies.length),
  };
}

async function recordVerdict(deps: ScoreServicesDeps, verdict: ServiceVerdict): Promise<void> {
  for (const record of verdict.records) await deps.health.put(record);
  for (const anomaly of verdict.anomalies) await deps.anomalies.put(anomaly);
  if (verdict.anomalies.length > 0) await tellAnomalies(deps, verdict);
  if (verdict.isStrange) await wakeService(deps, verdict.watch.serviceId);
  await deps.watches.save(verdict.watch, verdict.seen);
}

/** The newest anomaly stands for the rest: all are stored, one event each poll is enough to open or feed an incident. */
async function tellAnomalies({ bus, log }: ScoreServicesDeps, { anomalies }: ServiceVerdict): Promise<void> {
  const newest = anomalies.slice(-1);
  await bus.publish(newest.map((anomaly) => ({ type: 'anomaly-detected', anomaly })));
  for (const { anomalyId, serviceId, score } of newest)
    log.record('anomaly-detected', { anomalyId, serviceId, score });
  log.count('AnomaliesDetected', anomalies.length);
}

function sum<Item>(items: readonly Item[], of: (item: Item) => number): number {
  return items.reduce((total, item) => total + of(item), 0);
}
