// Whether something happens more often than by chance: an exact test for counts, and a correction for asking many times.

/** Chances above this are no finding. */
export const SURELY = 0.05;

/** The chance of `count` or more successes in `trials` of the given probability each: the tail of a binomial. */
export function chanceOfAtLeast(count: number, trials: number, probability: number): number {
  if (count <= 0) return 1;
  if (probability <= 0 || count > trials) return 0;
  if (probability >= 1) return 1;
  let logTerm = logChoose(trials, count);
  logTerm += count * Math.log(probability) + (trials - count) * Math.log1p(-probability);
  let term = Math.exp(logTerm);
  let sum = term;
  for (let k = count; k < trials && term > sum * Number.EPSILON; k++) {
    term *= ((trials - k) / (k + 1)) * (probability / (1 - probability));
    sum += term;
  }
  return Math.min(1, sum);
}

function logChoose(from: number, count: number): number {
  let sum = 0;
  for (let i = 1; i <= count; i++) sum += Math.log((from - count + i) / i);
  return sum;
}

/**
 * Findings with their chances corrected for many questions (Holm 1979), the surest first: no more than one report in
 * twenty lets even one finding of chance through. `asked` counts those too that were not worth a finding.
 */
export function correctForMany<Finding extends { readonly chance: number }>(
  findings: readonly Finding[],
  asked: number,
): readonly Finding[] {
  let highest = 0;
  return findings
    .toSorted((one, other) => one.chance - other.chance)
    .map((finding, rank) => {
      highest = Math.max(highest, Math.min(1, finding.chance * Math.max(1, asked - rank)));
      return { ...finding, chance: highest };
    });
}

/** The chance that an event of which so many come in a span begins in a part of it: of a Poisson process. */
export function chanceWithin(events: number, part: number, span: number): number {
  return span <= 0 ? 1 : 1 - Math.exp((-events * part) / span);
}
