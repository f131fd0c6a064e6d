// What lies outside the loop, in the words of its ports: the simulated fleet, a recording, or an account.

import type { Pager } from '#application/ports/operations.ts';
import type { Actuator, ResourceReader } from '#application/ports/recovery.ts';
import type { MetricSource } from '#application/ports/telemetry.ts';

export interface World {
  readonly metrics: MetricSource;
  readonly resources: ResourceReader;
  readonly actuator: Actuator;
  readonly pager: Pager;
  /** Nothing in it can be changed, and what comes next is known: capacity for it is nobody's to ask for. */
  readonly isRecording?: boolean;
}
