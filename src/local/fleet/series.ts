// Which series the fleet publishes, and in which order: those of the metric catalogue for each resource, no others.

import { buildSeriesKey, metricQueriesFor, parseResourceId } from '#contracts/naming.ts';
import type { ResourceType } from '#domain/resource/resource.ts';
import type { SignalName } from '#domain/signal/signal.ts';
import type { FleetSpec } from './spec.ts';
import { resourcesOf } from './topology.ts';

/** One series and the service whose monitoring it is part of. */
export interface SeriesSpec {
  readonly index: number;
  readonly type: ResourceType;
  readonly signal: SignalName;
}

export interface SeriesDirectory {
  /** The series published with each service, in the order of publication. */
  readonly ofService: readonly (readonly SeriesSpec[])[];
  readonly indexByKey: ReadonlyMap<string, number>;
  readonly count: number;
}

/** The directory of a fleet. A database that services share is published with the first of them. */
export function buildSeriesDirectory(spec: FleetSpec): SeriesDirectory {
  const indexByKey = new Map<string, number>();
  const ofService = spec.services.map((service) => {
    const own: SeriesSpec[] = [];
    for (const resourceId of resourcesOf(spec, service)) {
      const { type } = parseResourceId(resourceId);
      for (const { signal } of metricQueriesFor(resourceId)) {
        const key = buildSeriesKey(resourceId, signal);
        if (indexByKey.has(key)) continue;
        own.push({ index: indexByKey.size, type, signal });
        indexByKey.set(key, indexByKey.size);
      }
    }
    return own;
  });
  return { ofService, indexByKey, count: indexByKey.size };
}
