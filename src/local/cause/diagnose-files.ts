// Root-cause ranking over files: what `medic diagnose` does, from paths to the document that it prints.

import { fileURLToPath } from 'node:url';
import { findCauses } from '#application/find-causes.ts';
import type { IncidentPicture } from '#domain/cause/component.ts';
import type { CauseEvidence, CauseRanking } from '#domain/cause/rank-causes.ts';
import type { Instant } from '#domain/ids.ts';
import { makeNotices } from '#local/replay/notices.ts';
import { loadCauseRanker } from '#runtime/cause-ranker.ts';
import { findSymptom } from './find-symptom.ts';
import { type PictureFiles, readPicture } from './read-picture.ts';

/** The folder of the ranker that this checkout ships. */
const RANKER_FOLDER = fileURLToPath(new URL('../../../models/cause-ranker', import.meta.url));
/** The whole answer in words when nothing stands out: also what a program compares with. */
export const NO_SINGLE_CAUSE = 'no single cause';
/** Causes that are named; whoever is further down is not looked at by anybody. */
const NAMED = 10;
const SCORE_DIGITS = 4;
const VALUE_DIGITS = 5;

export interface DiagnoseOptions extends PictureFiles {
  /** As written: `component`, `component:metric` or `component:metric:statistic`. */
  readonly symptom?: string;
  /** Where absent, the onset is estimated. */
  readonly at?: Instant;
}

/** One cause as printed. */
export interface NamedCause {
  readonly node: string;
  readonly score: number;
  readonly evidence: readonly NamedEvidence[];
}

export interface NamedEvidence {
  /** Whose measure it is; another one than the cause where that one waits for it. */
  readonly node: string;
  readonly metric: string;
  readonly statistic: string;
  readonly expected: number;
  readonly seen: number;
  /** In usual steps, signed. */
  readonly deviation: number;
  readonly onset: string;
}

export interface FileDiagnosis {
  readonly answer: readonly NamedCause[] | typeof NO_SINGLE_CAUSE;
  /** For people: one line on what was found, after one for each oddity of the files. */
  readonly messages: readonly string[];
}

/** Ranks the causes of the incident in the files. Throws InvalidInputError for files that cannot be read. */
export async function diagnoseFiles(options: DiagnoseOptions): Promise<FileDiagnosis> {
  const notices = makeNotices();
  const picture = await readPicture(options, notices);
  const names = picture.components.map(({ name }) => name);
  const symptom = options.symptom === undefined ? undefined : findSymptom(options.symptom, names);
  const unknown =
    options.symptom !== undefined && !symptom
      ? [`${options.symptom} names no component of ${options.metrics}; ranked without a symptom`]
      : [];
  const loaded = await loadCauseRanker(RANKER_FOLDER);
  const seen: IncidentPicture = { ...picture, ...(symptom && { symptom }) };
  const found = await findCauses(loaded.ok ? loaded.value : undefined, seen, options.at);
  const problem = loaded.ok ? found.problem : loaded.refusal;
  return {
    answer: nameCauses(found.ranking),
    messages: [
      ...notices.lines(),
      ...unknown,
      ...(problem === undefined ? [] : [`Ranked from first principles: ${problem}`]),
      summarize(found.ranking),
    ],
  };
}

function nameCauses({ outcome, causes }: CauseRanking): FileDiagnosis['answer'] {
  if (outcome === 'no-single-cause') return NO_SINGLE_CAUSE;
  return causes.slice(0, NAMED).map(({ component, score, evidence }) => ({
    node: component,
    score: Number(score.toFixed(SCORE_DIGITS)),
    evidence: evidence.map(nameEvidence),
  }));
}

function nameEvidence({
  component,
  expected,
  seen,
  deviation,
  onsetAt,
  ...rest
}: CauseEvidence): NamedEvidence {
  const { metric, statistic } = rest;
  return {
    node: component,
    metric,
    statistic,
    expected: shorten(expected),
    seen: shorten(seen),
    deviation: Number(deviation.toFixed(1)),
    onset: new Date(onsetAt).toISOString(),
  };
}

function shorten(value: number): number {
  return Number(value.toPrecision(VALUE_DIGITS));
}

function summarize({ outcome, onsetAt, causes: [best] }: CauseRanking): string {
  const onset = new Date(onsetAt).toISOString();
  if (!best || outcome === 'no-single-cause') return `Onset ${onset}: nothing stands out as the cause`;
  const [first] = best.evidence;
  const why = first
    ? `: ${first.component} ${first.metric} ${first.statistic} is ${shorten(first.seen)}, expected ${shorten(first.expected)}`
    : '';
  return `Onset ${onset}: most likely ${best.component} (${Math.round(best.score * 100)} %)${why}`;
}
