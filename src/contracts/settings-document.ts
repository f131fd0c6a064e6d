// Reads fleetmedic.yaml. Everything that is wrong with it is told at once, each with its place and what to do.

import * as z from 'zod/mini';
import { FLAG_NAMES } from '#contracts/effective-flags.ts';
import type { FlagName } from '#contracts/flags.ts';
import { Settings } from '#contracts/settings.ts';
import { type Problem, problemsOf } from '#contracts/settings-problems.ts';
import { findContradictions } from '#contracts/settings-rules.ts';
import { type Flaw, readYaml, type YamlSource } from '#contracts/yaml-source.ts';
import { InvalidInputError } from '#domain/errors.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import '#contracts/messages.ts';

/** The settings that a YAML text holds. Throws InvalidInputError with all problems; `source` names the text in them. */
export function parseSettings(text: string, source: string): Settings {
  const yaml = readYaml(text);
  const judged: Result<Settings, readonly Problem[]> = yaml.isReadable ? judge(yaml.value) : refuse([]);
  const problems = judged.ok ? [] : judged.refusal;
  const flaws = [...yaml.flaws, ...problems.map((problem) => locate(yaml, problem))];
  if (judged.ok && flaws.length === 0) return judged.value;
  throw new InvalidInputError(explain(source, flaws));
}

function judge(value: unknown): Result<Settings, readonly Problem[]> {
  const parsed = Settings.safeParse(value, { reportInput: true });
  if (!parsed.success) return refuse(parsed.error.issues.flatMap(problemsOf));
  const contradictions = findContradictions(parsed.data, writtenFlags(value));
  return contradictions.length > 0 ? refuse(contradictions) : ok(parsed.data);
}

/** The flags that stand in the document itself, not only by default. */
function writtenFlags(value: unknown): ReadonlySet<FlagName> {
  const { flags = {} } = z.object({ flags: z.optional(z.looseObject({})) }).parse(value);
  return new Set(FLAG_NAMES.filter((flag) => flag in flags));
}

function locate(yaml: YamlSource, { path, what, remedy }: Problem): Flaw {
  return { ...yaml.locate(path), what: `${showPath(path)}: ${what}. ${remedy}` };
}

/** One line per flaw, in the order of the text. */
function explain(source: string, flaws: readonly Flaw[]): string {
  const count = flaws.length === 1 ? 'a problem' : `${flaws.length} problems`;
  const lines = flaws
    .toSorted((one, other) => one.line - other.line || one.column - other.column)
    .map(({ line, column, what }) => `  ${source}:${line}:${column} ${what}`);
  return [`${source} has ${count}; correct it and try again:`, ...lines].join('\n');
}

/** `services[0].resources[1]`; the document itself has no path. */
function showPath(path: readonly PropertyKey[]): string {
  const steps = path.map((step) => (typeof step === 'number' ? `[${step}]` : `.${String(step)}`));
  return steps.join('').replace(/^\./, '') || 'the document';
}
