// A pattern is what incidents and anomalies have in common (M45): what follows what, what comes together, what comes
// again, and when. Patterns are shown and add evidence; nothing is done because of one alone.

import * as z from 'zod/mini';
import { IncidentId, Instant, ServiceId } from '#domain/ids.ts';
import { IncidentState } from '#domain/incident/incident.ts';
import { IndicatorName } from '#domain/signal/indicator.ts';

/** What is abnormal, and where. */
export const Sign = z.readonly(z.object({ serviceId: ServiceId, indicator: IndicatorName }));
export type Sign = z.infer<typeof Sign>;

/** What each pattern is told with. */
const told = {
  /** In a sentence. */
  summary: z.string(),
  /** Times it was seen. */
  support: z.int(),
  /** The newest, for people to look at. */
  incidentIds: z.readonly(z.array(IncidentId)),
};

/** What a finding that could be chance is told with: how many times more often than by chance, and how likely that is. */
const tested = {
  lift: z.number(),
  /** Corrected for how much was asked. */
  chance: z.number(),
};

/** One sign, and some minutes later another. */
export const Sequence = z.readonly(
  z.object({
    kind: z.literal('sequence'),
    ...told,
    ...tested,
    first: Sign,
    next: Sign,
    /** Of the times that the first began, 0 to 1: followed by the other. */
    confidence: z.number(),
    /** Minutes from one to the other: the median, and between which nine of ten lie. */
    lag: z.readonly(z.object({ usual: z.number(), least: z.number(), most: z.number() })),
  }),
);
export type Sequence = z.infer<typeof Sequence>;

/** Two services that fall ill at about the same time, in either order. */
export const Companions = z.readonly(
  z.object({
    kind: z.literal('companions'),
    ...told,
    ...tested,
    serviceIds: z.readonly(z.tuple([ServiceId, ServiceId])),
  }),
);
export type Companions = z.infer<typeof Companions>;

/** Incidents that look alike. */
export const Recurrence = z.readonly(
  z.object({
    kind: z.literal('recurrence'),
    ...told,
    /** What they are known by: the services, and on which side which of their indicators was. */
    fingerprint: z.string(),
    firstAt: Instant,
    lastAt: Instant,
    /** How they stand or ended. */
    ends: z.partialRecord(IncidentState, z.int()),
  }),
);
export type Recurrence = z.infer<typeof Recurrence>;

/** Incidents of a service at one time of day, on one day of the week, or after changes. */
export const Rhythm = z.readonly(
  z.object({
    kind: z.literal('rhythm'),
    ...told,
    ...tested,
    serviceId: ServiceId,
    /** `hour`: 0 to 23, UTC; `weekday`: 0 is Sunday; `change`: soon after somebody changed the service. */
    when: z.discriminatedUnion('by', [
      z.object({ by: z.literal('hour'), hour: z.int() }),
      z.object({ by: z.literal('weekday'), weekday: z.int() }),
      z.object({ by: z.literal('change') }),
    ]),
    /** Of so many incidents of the service that could have. */
    occasions: z.int(),
  }),
);
export type Rhythm = z.infer<typeof Rhythm>;

export const Pattern = z.discriminatedUnion('kind', [Sequence, Companions, Recurrence, Rhythm]);
export type Pattern = z.infer<typeof Pattern>;

/** What was found on a day. */
export const PatternReport = z.readonly(
  z.object({
    minedAt: Instant,
    /** Where the anomalies, and the incidents, begin that were looked at. */
    anomaliesFrom: Instant,
    incidentsFrom: Instant,
    anomalies: z.int(),
    incidents: z.int(),
    /** By kind, the surest first. */
    patterns: z.readonly(z.array(Pattern)),
  }),
);
export type PatternReport = z.infer<typeof PatternReport>;

/** Two services whose indicators move together. */
export const Correlation = z.readonly(
  z.object({
    /** Moves first, or at the same time. */
    first: Sign,
    next: Sign,
    /** Whole minutes from one to the other. */
    lagMinutes: z.int(),
    /** -1 to 1. */
    strength: z.number(),
    /** Minutes that both were known in. */
    minutes: z.int(),
    /**
     * `declared`: one reaches the other in the call graph. `shared`: they have a direct caller or dependency in common.
     * `undeclared`: neither, which may be a dependency that nobody has written down.
     */
    relation: z.enum(['declared', 'shared', 'undeclared']),
  }),
);
export type Correlation = z.infer<typeof Correlation>;

/** How services moved together in some hours (M36). */
export const CorrelationWindow = z.readonly(
  z.object({
    from: Instant,
    to: Instant,
    services: z.int(),
    /** The strongest first. */
    correlations: z.readonly(z.array(Correlation)),
  }),
);
export type CorrelationWindow = z.infer<typeof CorrelationWindow>;
