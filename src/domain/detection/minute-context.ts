// What is known around a minute before it is observed.

import type { DetectionSettings } from '#domain/detection/settings.ts';
import type { Instant, ServiceId } from '#domain/ids.ts';
import type { IndicatorName } from '#domain/signal/indicator.ts';

/** What is known around the minute. */
export interface MinuteContext {
  readonly serviceId: ServiceId;
  readonly periodSeconds: number;
  /** False while the service is part of an incident: its points are not learned (B29). */
  readonly isTeaching: boolean;
  /** The last deployment, configuration or scaling before the minute: the baseline follows its effect faster (B4). */
  readonly recentChangeAt?: Instant;
  /** Limits of resources, in the unit of their indicator, where the caller knows them: connections of a database. */
  readonly limits?: Partial<Record<IndicatorName, number>>;
  readonly settings: DetectionSettings;
}
