// The errors that came with an incident as lines: where, of which kind, how often, and how often otherwise.

import type { ApiAnswer } from '#contracts/api.ts';

type Diagnosis = NonNullable<ApiAnswer<'readIncident'>['diagnosis']>;

/** One line for each kind of error that rose; none where no logs are read. */
export function tellErrors(diagnosis: Diagnosis | undefined): readonly string[] {
  const errors = diagnosis?.errors ?? [];
  return errors.map(({ serviceId, category, severity, message, count, usualCount }) => {
    const kind = category === undefined ? severity : `${category}, ${severity}`;
    return `${serviceId} (${kind}): ${message}: ${count} lines since the onset, ${usualCount} in as long before`;
  });
}
