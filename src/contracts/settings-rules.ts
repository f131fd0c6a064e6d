// What fleetmedic.yaml must hold beyond the shape of its parts: names that refer to something, and settings that do not
// contradict each other.

import { FLAG_NAMES, phasesOf } from '#contracts/effective-flags.ts';
import type { FlagName } from '#contracts/flags.ts';
import { parseResourceId } from '#contracts/naming.ts';
import { findOwnRuleProblems } from '#contracts/own-rule-problems.ts';
import type { Settings } from '#contracts/settings.ts';
import { type Problem, suggest } from '#contracts/settings-problems.ts';
import type { ResourceId } from '#domain/ids.ts';
import { ResourceType } from '#domain/resource/resource.ts';
import type { CalendarEntry, Service } from '#domain/service/service.ts';

type Path = Problem['path'];

/** All contradictions in validated settings. `written` are the flags that stand in the document itself. */
export function findContradictions(settings: Settings, written: ReadonlySet<FlagName>): readonly Problem[] {
  const { services, calendar } = settings;
  return [
    ...findRepeatedIds(services),
    ...findResourceProblems(services),
    ...services.flatMap((service, index) => findDependencyProblems(service, index, services)),
    ...findCalendarProblems(calendar, ['calendar']),
    ...services.flatMap((service, index) =>
      findCalendarProblems(service.calendar, ['services', index, 'calendar']),
    ),
    ...findOwnRuleProblems(settings),
    ...findWindowProblems(settings),
    ...findSinkProblems(settings),
    ...findFlagProblems(settings, written),
  ];
}

function findRepeatedIds(services: readonly Service[]): readonly Problem[] {
  return services.flatMap(({ id }, index) => {
    const first = services.findIndex((other) => other.id === id);
    if (first === index) return [];
    const what = `"${id}" is the id of services[${first}] already`;
    return [{ path: ['services', index, 'id'], what, remedy: 'Give each service an id of its own.' }];
  });
}

function findResourceProblems(services: readonly Service[]): readonly Problem[] {
  const owners = new Map<ResourceId, string>();
  const problems: Problem[] = [];
  for (const [index, service] of services.entries()) {
    for (const [place, resourceId] of service.resources.entries()) {
      const problem = judgeResource(resourceId, owners.get(resourceId));
      if (problem) problems.push({ path: ['services', index, 'resources', place], ...problem });
      owners.set(resourceId, service.id);
    }
  }
  return problems;
}

function judgeResource(resourceId: ResourceId, owner: string | undefined): Omit<Problem, 'path'> | undefined {
  if (owner !== undefined) {
    const what = `"${resourceId}" belongs to service "${owner}" already`;
    return { what, remedy: 'List each resource once, under one service.' };
  }
  if (isResourceId(resourceId)) return undefined;
  const types = ResourceType.options.join(', ');
  const remedy = `Write it like ecs-service/shop/checkout; the types are ${types}.`;
  return { what: `"${resourceId}" is not <type>/<scope>/<name>`, remedy };
}

function isResourceId(text: ResourceId): boolean {
  try {
    return parseResourceId(text) !== undefined;
  } catch {
    return false;
  }
}

function findDependencyProblems(
  { id, dependsOn }: Service,
  index: number,
  services: readonly Service[],
): readonly Problem[] {
  const known = services.map((service) => service.id);
  return dependsOn.flatMap((dependency, place): Problem[] => {
    const path = ['services', index, 'dependsOn', place];
    if (dependency === id) {
      return [{ path, what: `"${id}" depends on itself`, remedy: 'Remove it.' }];
    }
    if (known.includes(dependency)) return [];
    const remedy = suggest(dependency, known) ?? 'Add a service with this id, or remove it.';
    return [{ path, what: `"${dependency}" is no service of this document`, remedy }];
  });
}

function findCalendarProblems(entries: readonly CalendarEntry[], path: Path): readonly Problem[] {
  return entries.flatMap((entry, index): Problem[] => {
    if ('days' in entry) {
      if (entry.start !== entry.end) return [];
      const what = `"${entry.name}" ends at ${entry.end}, when it begins`;
      return [{ path: [...path, index, 'end'], what, remedy: 'For a whole day write 00:00 to 23:59.' }];
    }
    if (Date.parse(entry.from) < Date.parse(entry.to)) return [];
    const what = `"${entry.name}" does not end after it begins`;
    return [{ path: [...path, index, 'to'], what, remedy: `Use a moment after ${entry.from}.` }];
  });
}

function findWindowProblems({ prediction }: Settings): readonly Problem[] {
  const { from, to } = prediction.windowMinutes;
  if (from < to) return [];
  const what = `the window from ${from} to ${to} minutes ahead is empty`;
  return [{ path: ['prediction', 'windowMinutes'], what, remedy: 'Let `from` be less than `to`.' }];
}

function findSinkProblems({ logSink }: Settings): readonly Problem[] {
  if (!logSink.elasticsearchEnabled || logSink.elasticsearchUrl) return [];
  const what = 'Elasticsearch is enabled without an address';
  return [{ path: ['logSink'], what, remedy: 'Add elasticsearchUrl.' }];
}

/** A flag that is written as on, in a phase that is off, would be off against the letter of the document. */
function findFlagProblems({ flags }: Settings, written: ReadonlySet<FlagName>): readonly Problem[] {
  return FLAG_NAMES.filter((flag) => flags[flag] && written.has(flag)).flatMap((flag) =>
    phasesOf(flag)
      .filter((phase) => !flags[phase])
      .map((phase) => ({
        path: ['flags', flag],
        what: `is on, but its phase "${phase}" is off`,
        remedy: `Remove it, or switch "${phase}" on.`,
      })),
  );
}
