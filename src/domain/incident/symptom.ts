// Symptoms in words: what an on-call engineer reads in titles, timelines, approvals and pages.

import type { Evidence, Forerunner } from '#domain/anomaly/anomaly.ts';
import type { ServiceId } from '#domain/ids.ts';
import { type IndicatorName, isUserVisible } from '#domain/signal/indicator.ts';

const NAMES: Readonly<Record<IndicatorName, string>> = {
  'error-share': 'error share',
  'latency-p50': 'p50 latency',
  'latency-p99': 'p99 latency',
  throughput: 'traffic',
  'healthy-share': 'healthy targets',
  cpu: 'CPU',
  memory: 'memory',
  connections: 'database connections',
  'queue-age': 'age of the oldest message',
  'queue-depth': 'queue depth',
  value: 'value',
};

/** What an indicator is called in a sentence. */
export function nameIndicator(indicator: IndicatorName): string {
  return NAMES[indicator];
}

/** A value with its unit, rounded to what a reader can use: `2.4 s`, `85 ms`, `12 %`, `0.4 %`, `120/s`. */
export function formatIndicator(indicator: IndicatorName, value: number): string {
  switch (indicator) {
    case 'error-share':
    case 'healthy-share':
      return formatShare(value);
    case 'cpu':
    case 'memory':
      return `${roundTo(value)} %`;
    case 'latency-p50':
    case 'latency-p99':
      return formatSeconds(value);
    case 'queue-age':
      return `${Math.round(value)} s`;
    case 'throughput':
      return `${roundTo(value)}/s`;
    case 'connections':
    case 'queue-depth':
      return String(Math.round(value));
    case 'value':
      return String(Number(value.toPrecision(4)));
  }
}

/** A share of one as percent. */
export function formatShare(share: number): string {
  return `${roundTo(share * 100)} %`;
}

/** A duration as people say it: `45 s`, `7 min`, `1.5 h`. */
export function formatDuration(seconds: number): string {
  if (seconds < 90) return `${Math.round(seconds)} s`;
  if (seconds < 5400) return `${Math.round(seconds / 60)} min`;
  return `${roundTo(seconds / 3600)} h`;
}

/** One decimal below ten, none above. */
function roundTo(value: number): number {
  return Math.abs(value) < 10 ? Math.round(value * 10) / 10 : Math.round(value);
}

function formatSeconds(seconds: number): string {
  return seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${roundTo(seconds)} s`;
}

/** One piece of evidence: `p99 latency 2.4 s against 400 ms to 700 ms expected`, or the rule of the owner's that it breaks. */
export function describeEvidence({ indicator, value, lower, upper, rules: [rule] = [] }: Evidence): string {
  if (rule) {
    const [is, limit] = [value, rule.limit].map((each) => formatIndicator(indicator, each));
    return `${nameIndicator(indicator)} ${is}, ${rule.direction} ${limit} (rule "${rule.name}")`;
  }
  const [is, from, to] = [value, Math.max(0, lower), upper].map((each) => formatIndicator(indicator, each));
  return `${nameIndicator(indicator)} ${is} against ${from} to ${to} expected`;
}

/** What is known to come before: `4 min after orders: queue depth, as in 80 % of the times`. */
export function describeForerunner({ serviceId, indicator, minutesBefore, confidence }: Forerunner): string {
  return `${minutesBefore} min after ${serviceId}: ${nameIndicator(indicator)}, as in ${formatShare(confidence)} of the times`;
}

/** The evidence that tells most: what users feel comes first, then the larger deviation. */
export function findLeadingEvidence(evidence: readonly Evidence[]): Evidence | undefined {
  return [...evidence].sort(
    (a, b) =>
      Number(isUserVisible(b.indicator)) - Number(isUserVisible(a.indicator)) ||
      Math.abs(b.deviation) - Math.abs(a.deviation),
  )[0];
}

/** The title of an incident that began on a service with this evidence. */
export function titleOf(serviceId: ServiceId, evidence: readonly Evidence[]): string {
  const leading = findLeadingEvidence(evidence);
  return leading ? `${serviceId}: ${describeEvidence(leading)}` : `${serviceId}: recovery asked for`;
}
