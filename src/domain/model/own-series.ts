// The user's own history as a model learns from it: each measured indicator of a service with what is known of its minutes.
// A false alarm is worth as much as a trouble: it is normal life that a model took for trouble.

import type { IncidentLabel } from '#domain/feedback/label.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import type { Instant, ServiceId } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

/** `doubtful`: neither normal for sure nor known to be trouble; nothing is learned from it. */
export type MinuteLabel = 'normal' | 'trouble' | 'doubtful';

export interface OwnPoint {
  readonly at: Instant;
  readonly value: number;
  readonly label: MinuteLabel;
}

export interface OwnSeries {
  readonly serviceId: ServiceId;
  readonly indicator: IndicatorName;
  /** Oldest first; only minutes in which it was measured. */
  readonly points: readonly OwnPoint[];
}

/** An incident, and whether it was trouble. */
export interface KnownIncident {
  readonly incident: Incident;
  readonly label: IncidentLabel;
}

/** The series of one service, one for each indicator that was measured, from its records, oldest first. */
export function ownSeriesOf(
  serviceId: ServiceId,
  records: readonly HealthRecord[],
  incidents: readonly KnownIncident[],
): readonly OwnSeries[] {
  const own = incidents.filter(({ incident }) => incident.serviceIds.includes(serviceId));
  return IndicatorName.options.flatMap((indicator) => {
    const points = records.flatMap(({ at, indicators }): OwnPoint[] => {
      const value = indicators[indicator];
      return value === undefined ? [] : [{ at, value, label: labelAt(at, indicator, { serviceId, own }) }];
    });
    return points.length === 0 ? [] : [{ serviceId, indicator, points }];
  });
}

interface Known {
  readonly serviceId: ServiceId;
  readonly own: readonly KnownIncident[];
}

/** The most certain trouble of a minute counts; which of a service's indicators shows it, its evidence says. */
function labelAt(at: Instant, indicator: IndicatorName, { serviceId, own }: Known): MinuteLabel {
  const labels = own
    .filter(({ incident }) => isDuring(at, incident))
    .map(({ incident, label }): MinuteLabel => {
      if (label === 'no-trouble') return 'normal';
      const isSeen = (incident.evidence[serviceId] ?? []).some((each) => each.indicator === indicator);
      return label === 'trouble' && isSeen ? 'trouble' : 'doubtful';
    });
  if (labels.includes('trouble')) return 'trouble';
  return labels.includes('doubtful') ? 'doubtful' : 'normal';
}

function isDuring(at: Instant, { onsetAt, closedAt }: Incident): boolean {
  return at >= onsetAt && (closedAt === undefined || at <= closedAt);
}
