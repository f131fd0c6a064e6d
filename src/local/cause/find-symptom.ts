// Reads a symptom as people write it: `component`, `component:metric` or `component:metric:statistic`. Component names may
// hold colons themselves, so the names that there are decide where they end.

import type { Symptom } from '#domain/cause/component.ts';

/** The symptom; undefined where the text begins with no known component. Letters may differ in case. */
export function findSymptom(text: string, components: readonly string[]): Symptom | undefined {
  const longestFirst = components.toSorted((a, b) => b.length - a.length);
  const exact = longestFirst.find((name) => text === name || text.startsWith(`${name}:`));
  const lower = text.toLowerCase();
  const component =
    exact ??
    longestFirst.find((name) => lower === name.toLowerCase() || lower.startsWith(`${name.toLowerCase()}:`));
  if (component === undefined) return undefined;
  const [metric, statistic] = text
    .slice(component.length + 1)
    .split(':')
    .filter((part) => part !== '');
  return {
    component,
    ...(metric === undefined ? {} : { metric }),
    ...(statistic === undefined ? {} : { statistic }),
  };
}
