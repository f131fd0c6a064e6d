// Which signal a column of a metric export carries: by the signal's own name, or by CloudWatch's name of the metric.

import { METRIC_CATALOGUE, type MetricDefinition } from '#domain/signal/metric-catalogue.ts';
import { SignalName } from '#domain/signal/signal.ts';

export interface SignalColumn {
  readonly signal: SignalName;
  /** What a value is multiplied by to be in the unit of the signal. */
  readonly scale: number;
}

const DEFINITIONS: readonly MetricDefinition[] = Object.values(METRIC_CATALOGUE).flat();
const KNOWN = indexNames();

/** The signal of a column; undefined for a name that is neither a signal nor a metric that is read. */
export function signalOfColumn(name: string): SignalColumn | undefined {
  return KNOWN.get(normalize(name));
}

/** How several values of one period become one, as CloudWatch does for the signal. */
export function statisticOf(signal: SignalName): string {
  return DEFINITIONS.find((definition) => definition.signal === signal)?.statistic ?? 'Average';
}

/** `request-count`, `request_count` and `RequestCount` are one name. */
function normalize(name: string): string {
  return name.toLowerCase().replaceAll(/[^a-z0-9]/g, '');
}

function indexNames(): ReadonlyMap<string, SignalColumn> {
  const names = new Map<string, SignalColumn>();
  for (const { metricName, statistic, signal, scale = 1 } of DEFINITIONS) {
    names.set(normalize(`${metricName} ${statistic}`), { signal, scale });
    if (!statistic.startsWith('p')) names.set(normalize(metricName), { signal, scale });
  }
  for (const signal of SignalName.options) names.set(normalize(signal), { signal, scale: 1 });
  return names;
}
