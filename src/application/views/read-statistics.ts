// How well healing works, in numbers: availability, times, ends, and success by strategy (M171).

import { quantile } from 'simple-statistics';
import { readBudgets } from '#application/alarm-budget.ts';
import type { FeedbackStore } from '#application/ports/learning.ts';
import type { SettingsSource } from '#application/ports/operations.ts';
import type { OutcomeStore } from '#application/ports/recovery.ts';
import type { Clock, HealthStore } from '#application/ports/telemetry.ts';
import type { StatisticsAnswer } from '#contracts/api/incident-views.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { type ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Outcome } from '#domain/outcome/outcome.ts';
import { countAttempts } from '#domain/outcome/track-record.ts';
import { StrategyName } from '#domain/plan/plan.ts';

export interface ReadStatisticsDeps {
  readonly clock: Clock;
  readonly settings: SettingsSource;
  readonly health: HealthStore;
  readonly outcomes: OutcomeStore;
  readonly feedback: FeedbackStore;
}

const SECONDS_PER_HOUR = 3600;

/** The statistics of the last hours. */
export async function readStatistics(
  deps: ReadStatisticsDeps,
  { hours }: { readonly hours: number },
): Promise<StatisticsAnswer> {
  const now = deps.clock.now();
  const from = secondsAfter(now, -hours * SECONDS_PER_HOUR);
  const [settings, outcomes] = await Promise.all([deps.settings.current(), deps.outcomes.listSince(from)]);
  const { services } = settings;
  const availability = await Promise.all(
    services.map(async ({ id }) => availabilityOf(id, await deps.health.list(id, from, now))),
  );
  const resolved = outcomes.filter(({ end }) => end === 'resolved');
  return {
    now,
    from,
    availability,
    timeToDetect: spreadOf(outcomes.map(({ detectSeconds }) => detectSeconds)),
    timeToRecover: spreadOf(resolved.map(({ totalSeconds }) => totalSeconds)),
    heals: outcomes.flatMap(({ attempts }) => attempts).filter(({ mutated }) => mutated).length,
    ends: countEnds(outcomes),
    strategies: countStrategies(outcomes),
    alarmBudget: await readBudgets(deps, settings),
  };
}

function availabilityOf(
  serviceId: ServiceId,
  records: readonly HealthRecord[],
): StatisticsAnswer['availability'][number] {
  const known = records.filter(({ state }) => state !== 'unknown');
  if (known.length === 0) return { serviceId, knownMinutes: 0 };
  const down = known.filter(({ state }) => state === 'unhealthy' || state === 'critical');
  return { serviceId, knownMinutes: known.length, share: 1 - down.length / known.length };
}

function spreadOf(seconds: readonly number[]): StatisticsAnswer['timeToRecover'] {
  if (seconds.length === 0) return { count: 0 };
  return {
    count: seconds.length,
    p50Seconds: quantile([...seconds], 0.5),
    p95Seconds: quantile([...seconds], 0.95),
  };
}

function countEnds(outcomes: readonly Outcome[]): StatisticsAnswer['ends'] {
  const ends = { resolved: 0, 'rolled-back': 0, escalated: 0, suppressed: 0 };
  for (const { end } of outcomes) ends[end] += 1;
  return ends;
}

/** Only strategies that were tried and judged. */
function countStrategies(outcomes: readonly Outcome[]): StatisticsAnswer['strategies'] {
  const counted = countAttempts(outcomes.flatMap(({ attempts }) => attempts));
  return StrategyName.options.flatMap((strategy) => {
    const own = counted.filter((record) => record.strategy === strategy);
    if (own.length === 0) return [];
    const successes = own.filter((record) => record.successes > 0).length;
    return { strategy, successes, failures: own.length - successes };
  });
}
