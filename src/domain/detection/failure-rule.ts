// The consecutive-failure rule (M28): a service that fails its checks for so many minutes in a row is unhealthy,
// whatever is usual for it.

import type { DetectionSettings } from '#domain/detection/settings.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';
import type { MinuteReading } from '#domain/signal/minute-reading.ts';

/** The indicators by which a minute fails its checks; empty when it passes, undefined when it cannot be told. */
export function failedChecks(
  { indicators, failures = 0 }: MinuteReading,
  settings: DetectionSettings['failures'],
): readonly IndicatorName[] | undefined {
  const errorShare = indicators['error-share'];
  const healthyShare = indicators['healthy-share'];
  if (errorShare === undefined && healthyShare === undefined) return undefined;
  const failed: IndicatorName[] = [];
  const isFailing = errorShare !== undefined && errorShare >= settings.errorShare;
  if (isFailing && failures >= settings.minimumFailures) failed.push('error-share');
  if (healthyShare !== undefined && healthyShare <= settings.healthyShare) failed.push('healthy-share');
  return failed;
}

/** Failed minutes in a row; a minute that cannot be told neither adds nor ends. */
export function countFailures(before: number, failed: readonly IndicatorName[] | undefined): number {
  if (failed === undefined) return before;
  return failed.length > 0 ? before + 1 : 0;
}
