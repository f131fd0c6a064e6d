// What rules of one's own must hold beyond their shape: services that exist, one side, a time that is not empty.

import type { Settings } from '#contracts/settings.ts';
import { type Problem, suggest } from '#contracts/settings-problems.ts';
import type { OwnRule } from '#domain/detection/own-rule.ts';

/** All contradictions in the rules of validated settings. */
export function findOwnRuleProblems({
  rules,
  services,
}: Pick<Settings, 'rules' | 'services'>): readonly Problem[] {
  const known = services.map(({ id }) => id);
  return rules.flatMap((rule, index) => [
    ...findRepeatedName(rules, index),
    ...findStrangers(rule, index, known),
    ...findSideProblems(rule, index),
    ...findEmptyWindow(rule, index),
  ]);
}

function findRepeatedName(rules: readonly OwnRule[], index: number): readonly Problem[] {
  const name = rules[index]?.name;
  const first = rules.findIndex((other) => other.name === name);
  if (first === index) return [];
  const what = `"${name}" is the name of rules[${first}] already`;
  return [{ path: ['rules', index, 'name'], what, remedy: 'Give each rule a name of its own.' }];
}

function findStrangers({ services }: OwnRule, index: number, known: readonly string[]): readonly Problem[] {
  if (services === 'all') return [];
  return services.flatMap((id, place): Problem[] => {
    if (known.includes(id)) return [];
    const remedy = suggest(id, known) ?? 'Write the id of a service, or remove it.';
    return [
      { path: ['rules', index, 'services', place], what: `"${id}" is no service of this document`, remedy },
    ];
  });
}

function findSideProblems({ name, above, below }: OwnRule, index: number): readonly Problem[] {
  const sides = [above, below].filter((side) => side !== undefined);
  if (sides.length === 1) return [];
  const what = `"${name}" says ${sides.length === 0 ? 'neither above nor below' : 'both above and below'}`;
  return [{ path: ['rules', index], what, remedy: 'Write one of the two; make two rules of a range.' }];
}

function findEmptyWindow({ name, only }: OwnRule, index: number): readonly Problem[] {
  if (!only || only.start !== only.end) return [];
  const what = `"${name}" ends at ${only.end}, when it begins`;
  return [{ path: ['rules', index, 'only', 'end'], what, remedy: 'For a whole day write 00:00 to 23:59.' }];
}
