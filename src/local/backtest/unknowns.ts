// What a backtest cannot know: of any recording, of this one, and of one incident. It is said with every result, or the
// result would claim too much.

import { secondsBetween } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { formatDuration } from '#domain/incident/symptom.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { SignalName } from '#domain/signal/signal.ts';
import type { MetricExport, ServiceExport } from './metric-export.ts';

/** Two days: before that a baseline is not complete (M30). */
const LEARNING_SECONDS = 2 * 86_400;
/** What services are judged and explained by. */
const WISHED_SIGNALS: readonly SignalName[] = [
  'request-count',
  'error-count',
  'latency-p99',
  'cpu',
  'memory',
];

export interface GivenFiles {
  readonly hasChanges: boolean;
  readonly hasKnown: boolean;
}

/** What holds for the whole backtest. */
export function limitsOf({ hasChanges, hasKnown }: GivenFiles): readonly string[] {
  return [
    'Nothing was acted on: a recording cannot say whether a plan would have helped.',
    'Each service is presumed to run as tasks behind a load balancer; its real resources may allow more or less.',
    ...(hasChanges ? [] : ['No changes were given: no deployment could be suspected or rolled back.']),
    ...(hasKnown ? [] : ['No known incidents were given: none that was found can be called true or false.']),
  ];
}

/** What is not known about one incident, each a phrase. */
export function unknownsOf(
  { services, from }: Pick<MetricExport, 'services' | 'from'>,
  { serviceIds, onsetAt }: Incident,
  plan: Plan | undefined,
): readonly string[] {
  const involved = services.filter(({ name }) => serviceIds.some((serviceId) => serviceId === name));
  const age = secondsBetween(from, onsetAt);
  const youth = `what was usual: the recording had begun ${formatDuration(age)} before`;
  return [
    ...(age < LEARNING_SECONDS ? [youth] : []),
    ...involved.flatMap(tellMissing),
    ...(plan ? services.filter(({ name }) => name === plan.serviceId).flatMap(tellTasks) : []),
  ];
}

function tellMissing({ name, series }: ServiceExport): readonly string[] {
  if (series.has('value')) return [];
  const missing = WISHED_SIGNALS.filter((signal) => !series.has(signal));
  return missing.length === 0 ? [] : [`${missing.join(', ')} of ${name}`];
}

function tellTasks({ name, series }: ServiceExport): readonly string[] {
  return series.has('running-tasks') ? [] : [`how many tasks ${name} had`];
}
