// How odd a service was as a whole when one of its indicators was abnormal: said with the evidence that leads an anomaly,
// because trouble of all of it is another trouble than that of a single number.

import type { Anomaly } from '#domain/anomaly/anomaly.ts';

/** Below twice of what is usual nothing is worth saying. */
const LEAST_ODDNESS = 2;

/** The anomaly, with a word on all indicators together in its first evidence where they are odd. */
export function addCompany(anomaly: Anomaly, oddness = 1): Anomaly {
  const [first, ...others] = anomaly.evidence;
  if (!first || oddness < LEAST_ODDNESS) return anomaly;
  const times = Number(oddness.toFixed(1));
  const words = `all indicators of the service together are ${times} times as odd as usual`;
  return { ...anomaly, evidence: [{ ...first, company: { times, words } }, ...others] };
}
