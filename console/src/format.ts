// How numbers, times and names are written for people. No number goes without its unit.

import type { IndicatorView, ServiceOverview } from '#contracts/api/service-views.ts';

type Indicator = IndicatorView['indicator'];

export const INDICATOR_LABELS: Readonly<Record<Indicator, string>> = {
  'error-share': 'Errors',
  'latency-p50': 'Latency p50',
  'latency-p99': 'Latency p99',
  throughput: 'Requests',
  'healthy-share': 'Healthy targets',
  cpu: 'CPU',
  memory: 'Memory',
  connections: 'Connections',
  'queue-age': 'Oldest message',
  'queue-depth': 'Messages waiting',
  value: 'Value',
};

export const STATE_LABELS: Readonly<Record<ServiceOverview['state'], string>> = {
  healthy: 'Healthy',
  degraded: 'Degraded',
  unhealthy: 'Unhealthy',
  critical: 'Critical',
  unknown: 'No data',
};

const SECONDS_PER_MINUTE = 60;
const SECONDS_PER_HOUR = 3600;
const SECONDS_PER_DAY = 86_400;

/** A length of time in the two largest units that matter. */
export function formatSeconds(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 2 * SECONDS_PER_MINUTE) return `${whole} s`;
  if (whole < 2 * SECONDS_PER_HOUR) return `${Math.floor(whole / SECONDS_PER_MINUTE)} min`;
  if (whole < 2 * SECONDS_PER_DAY) {
    const minutes = Math.floor((whole % SECONDS_PER_HOUR) / SECONDS_PER_MINUTE);
    return `${Math.floor(whole / SECONDS_PER_HOUR)} h ${minutes} min`;
  }
  return `${Math.floor(whole / SECONDS_PER_DAY)} d`;
}

/** Minutes and seconds, for countdowns. */
export function formatCountdown(seconds: number): string {
  const whole = Math.max(0, Math.floor(seconds));
  const rest = String(whole % SECONDS_PER_MINUTE).padStart(2, '0');
  return `${Math.floor(whole / SECONDS_PER_MINUTE)}:${rest}`;
}

/** A value of an indicator with its unit. */
export function formatValue(indicator: Indicator, value: number): string {
  switch (indicator) {
    case 'error-share':
    case 'healthy-share':
      return formatShare(value);
    case 'latency-p50':
    case 'latency-p99':
      return value < 1 ? `${Math.round(value * 1000)} ms` : `${value.toFixed(2)} s`;
    case 'throughput':
      return `${round(value)}/s`;
    case 'cpu':
    case 'memory':
      return `${Math.round(value)} %`;
    case 'queue-age':
      return formatSeconds(value);
    case 'connections':
    case 'queue-depth':
      return String(Math.round(value));
    case 'value':
      return round(value);
  }
}

/** 0 to 1 in percent, with a digit where it matters. */
export function formatShare(share: number): string {
  const percent = share * 100;
  if (percent === 0 || percent === 100) return `${percent} %`;
  return percent < 10 || percent > 99
    ? `${percent.toFixed(percent < 0.1 ? 2 : 1)} %`
    : `${Math.round(percent)} %`;
}

function round(value: number): string {
  return value >= 100 ? String(Math.round(value)) : String(Number(value.toPrecision(3)));
}

const UTC = { timeZone: 'UTC', hour12: false } as const;
const DAY = { day: 'numeric', month: 'short' } as const;
const MINUTE = { hour: '2-digit', minute: '2-digit' } as const;
const SECOND = { ...MINUTE, second: '2-digit' } as const;

/** `23 Nov 12:00:05 UTC`. */
export function formatUtc(at: number): string {
  return `${new Date(at).toLocaleString('en-GB', { ...UTC, ...DAY, ...SECOND }).replace(',', '')} UTC`;
}

/** `13:00:05 GMT+1`: the reader's own time. */
export function formatLocal(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB', { ...SECOND, timeZoneName: 'short' });
}

/** Whether the reader's own time is another than UTC. */
export function isElsewhere(at: number): boolean {
  return new Date(at).getTimezoneOffset() !== 0;
}

/** `12:00` in UTC, for axes. */
export function formatTick(at: number): string {
  return new Date(at).toLocaleTimeString('en-GB', { ...UTC, ...MINUTE });
}

/** `instance-scaling` as people write it. */
export function spellOut(name: string): string {
  const words = name.replaceAll('-', ' ');
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
