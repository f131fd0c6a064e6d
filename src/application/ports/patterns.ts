// What Fleetmedic keeps of how its services behave together.

import type { Instant } from '#domain/ids.ts';
import type { CorrelationWindow, PatternReport } from '#domain/pattern/pattern.ts';

/** What was mined, and how services moved together; both let go with the anomalies that they rest on. */
export interface PatternStore {
  /** Idempotent by the moment of mining: the last word counts. */
  put(report: PatternReport): Promise<void>;
  latest(): Promise<PatternReport | undefined>;
  /** Idempotent by the beginning of the window: the last word counts. */
  putWindow(window: CorrelationWindow): Promise<void>;
  /** Windows that began at a moment or later, newest first. */
  listWindows(since: Instant): Promise<readonly CorrelationWindow[]>;
}
