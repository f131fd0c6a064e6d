// Whether a model was surer than right: what it expected on average, against the share that came true, in standard errors of
// what its own word leaves to chance. One side only, for more right than sure is no harm.

import type { Drift, DriftGrade } from '#domain/model/model.ts';

/** Something that was foretold, and what came of it. */
export interface Foretold {
  /** 0 to 1, as it was said. */
  readonly probability: number;
  /** Whether it came true, or the share that did: 0 to 1. */
  readonly came: number;
}

/** What was expected, what came, and the grade of the gap between them. */
export interface Calibration {
  readonly expected: number;
  readonly confirmed: number;
  readonly grade: DriftGrade;
}

/** Surer than right by so much, in expected share and in standard errors of it. */
const WATCH_GAP = { share: 0.15, errors: 2 };
const DRIFTED_GAP = { share: 0.3, errors: 3 };
const LEAST_FORETOLD = 10;

/** Undefined while too little was foretold. Each of the foretold stands for itself: the spread of the share is binomial. */
export function compareWithTruth(foretold: readonly Foretold[]): Calibration | undefined {
  const count = foretold.length;
  const expected = sum(foretold.map(({ probability }) => probability)) / count;
  const confirmed = sum(foretold.map(({ came }) => came)) / count;
  const spread = Math.sqrt(sum(foretold.map(({ probability: p }) => p * (1 - p)))) / count;
  return gradeCalibration({ count, expected, confirmed, spread });
}

/** Shares, and by how much chance alone moves the one that came true. */
export interface CalibrationFacts extends Pick<Calibration, 'expected' | 'confirmed'> {
  readonly count: number;
  /** One standard error. */
  readonly spread: number;
}

/** The grade; undefined while there is too little to judge by. */
export function gradeCalibration({
  count,
  expected,
  confirmed,
  spread,
}: CalibrationFacts): Calibration | undefined {
  if (count < LEAST_FORETOLD) return undefined;
  const gap = expected - confirmed;
  const isOver = (limit: typeof WATCH_GAP) => gap >= limit.share && gap >= limit.errors * spread;
  if (isOver(DRIFTED_GAP)) return { expected, confirmed, grade: 'drifted' };
  return { expected, confirmed, grade: isOver(WATCH_GAP) ? 'watch' : 'none' };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

const GRADE_WORDS: Readonly<Record<DriftGrade, string>> = {
  none: 'It is as right as it says',
  watch: 'It has begun to be surer than right',
  drifted: 'It is surer than right: put another version in its place',
};

/** The drift of a model that is judged by this alone. `things` is what was foretold, in the plural. */
export function driftOfCalibration(found: Calibration | undefined, things: string): Drift {
  if (!found) return { grade: 'none', summary: `Too few ${things} to judge it by` };
  const { grade, expected, confirmed } = found;
  const shares = `of its ${things} ${percent(expected)} expected, ${percent(confirmed)} came`;
  return { grade, expected, confirmed, summary: `${GRADE_WORDS[grade]} (${shares})` };
}

/** A share in words. */
export function percent(share: number): string {
  return `${Math.round(share * 100)} %`;
}
