// Looks at the watched resources once a minute and tells what has changed since. The first look only learns; a resource
// that cannot be read stays as it was known, so that a gap is no change.

import { describeReadable, isChangeable } from '#application/planning/live-resources.ts';
import type { ResourceReader } from '#application/ports/recovery.ts';
import type { CloudEvent } from '#contracts/cloud-event.ts';
import { type ArnPlace, parseResourceId } from '#contracts/naming.ts';
import type { Instant, ResourceId } from '#domain/ids.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import { changesBetween } from './change-events.ts';

export interface ChangeWatchOptions {
  readonly resources: ResourceReader;
  readonly resourceIds: readonly ResourceId[];
  readonly place: ArnPlace;
}

export interface ChangeWatch {
  /** What has changed since the last look. */
  look(at: Instant): Promise<readonly CloudEvent[]>;
}

/** A watch over those of the resources that actions can change. */
export function makeChangeWatch({ resources, resourceIds, place }: ChangeWatchOptions): ChangeWatch {
  const watched = resourceIds.filter(isChangeable);
  const autoscaled = new Set(
    watched.map(parseResourceId).flatMap(({ type, scope, name }) => {
      return type === 'scalable-target' ? [`ecs-service/${scope}/${name}`] : [];
    }),
  );
  const known = new Map<ResourceId, ResourceDescription>();
  return {
    async look(at) {
      const events: CloudEvent[] = [];
      for (const description of await describeReadable({ resources }, watched)) {
        const { resourceId } = description;
        const before = known.get(resourceId);
        known.set(resourceId, description);
        if (!before) continue;
        const isAutoscaled = autoscaled.has(resourceId);
        events.push(...changesBetween(before, description, { at, place, isAutoscaled }));
      }
      return events;
    },
  };
}
