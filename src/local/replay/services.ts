// The services of a recording: one for each component, with the calls between them, watched and never acted on.

import { buildResourceId } from '#contracts/naming.ts';
import { Settings } from '#contracts/settings.ts';
import { InvalidInputError } from '#domain/errors.ts';
import type { ResourceId } from '#domain/ids.ts';
import type { CallGraph } from './petshop.ts';
import type { RecordedComponent, Recording } from './recording.ts';

const SCOPE = 'recording';
/** Leaves room in ids of 256 characters for what they are made of besides the service. */
const LONGEST_NAME = 180;

/** The resource that stands for a component; what would end a part of the id is escaped. */
export function resourceOf({ name, kind }: RecordedComponent): ResourceId {
  const type = kind === 'component' ? 'recorded-component' : 'recorded-series';
  return buildResourceId({ type, scope: SCOPE, name: name.replaceAll('%', '%25').replaceAll('/', '%2F') });
}

/** Settings under which the loop watches a recording: observe only, read on its grid, in as few shards as it takes. */
export function settingsFor(
  { components, periodSeconds }: Pick<Recording, 'components' | 'periodSeconds'>,
  calls: CallGraph,
): Settings {
  const names = new Set(components.map(({ name }) => name));
  const tooLong = [...names].find((name) => name.length > LONGEST_NAME);
  if (tooLong !== undefined) {
    throw new InvalidInputError(
      `Component "${tooLong}" has a name of over ${LONGEST_NAME} characters; shorten it`,
    );
  }
  return Settings.parse({
    version: 1,
    mode: 'observe',
    services: components.map((component) => ({
      id: component.name,
      resources: [resourceOf(component)],
      // What is called but was never measured says nothing about itself, and would pass for a third party.
      dependsOn: (calls.get(component.name) ?? []).filter((callee) => names.has(callee)),
    })),
    // A recording has nothing new between two of its points, and nobody is kept waiting by looking at each once.
    polling: {
      periodSeconds,
      calmSeconds: periodSeconds,
      watchSeconds: periodSeconds,
      incidentSeconds: periodSeconds,
      servicesPerShard: 50,
    },
  });
}
