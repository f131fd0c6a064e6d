// Rules of one's own in the judging of a minute: how long each has been broken, and what that adds to the verdicts. What
// the other detectors say, and what they remember, is not touched.

import type { BrokenRule } from '#domain/anomaly/anomaly.ts';
import type { JudgedIndicator } from '#domain/detection/detect-anomaly.ts';
import { isBrokenBy, type OwnRule } from '#domain/detection/own-rule.ts';
import { Instant } from '#domain/ids.ts';
import type { MinuteReading } from '#domain/signal/minute-reading.ts';

/** Readings in a row that have broken a rule. */
export interface RuleRun {
  readonly readings: number;
  readonly since: Instant;
}

/** By the name of the rule; rules that are kept have none. */
export type RuleRuns = Readonly<Record<string, RuleRun>>;

/** The rules of one service, and how far apart its readings are. */
export interface RulesInForce {
  readonly rules: readonly OwnRule[];
  readonly periodSeconds: number;
}

const SECONDS_PER_MINUTE = 60;

/** The runs after one more minute. One without the indicator says nothing: it neither adds to a run nor ends it. */
export function trackRules(before: RuleRuns, reading: MinuteReading, { rules }: RulesInForce): RuleRuns {
  return Object.fromEntries(
    rules.flatMap((rule) => {
      const run = trackRule(before[rule.name], rule, reading);
      return run ? [[rule.name, run] as const] : [];
    }),
  );
}

function trackRule(
  before: RuleRun | undefined,
  rule: OwnRule,
  { at, indicators }: MinuteReading,
): RuleRun | undefined {
  const value = indicators[rule.indicator];
  if (value === undefined) return before;
  if (!isBrokenBy(rule, value, at)) return undefined;
  return { readings: (before?.readings ?? 0) + 1, since: before?.since ?? at };
}

/** The verdicts of a minute with the rules that have been broken for long enough, as evidence of their indicators. */
export function addBrokenRules(
  judged: readonly JudgedIndicator[],
  runs: RuleRuns,
  inForce: RulesInForce,
): readonly JudgedIndicator[] {
  const due = inForce.rules.flatMap((rule) => dueOf(rule, runs[rule.name], inForce));
  if (due.length === 0) return judged;
  return judged.map((one) => {
    const own = due.filter(({ rule }) => rule.indicator === one.verdict.evidence.indicator);
    return own.length === 0 ? one : withRules(one, own);
  });
}

/** A rule that has been broken for long enough. */
interface DueRule {
  readonly rule: OwnRule;
  readonly run: RuleRun;
}

function dueOf(rule: OwnRule, run: RuleRun | undefined, { periodSeconds }: RulesInForce): readonly DueRule[] {
  const needed = Math.ceil((rule.forMinutes * SECONDS_PER_MINUTE) / periodSeconds);
  return run && run.readings >= needed ? [{ rule, run }] : [];
}

function withRules(judged: JudgedIndicator, due: readonly DueRule[]): JudgedIndicator {
  const { evidence, isAbnormal, isStrong } = judged.verdict;
  const rules = due.flatMap(({ rule }) => describeBroken(rule));
  const side = rules.some(({ direction }) => direction === 'above') ? 'above' : 'below';
  return {
    ...judged,
    verdict: {
      isAbnormal: true,
      isStrong,
      evidence: {
        ...evidence,
        // Where nothing else is wrong the deviation may point the other way.
        direction: isAbnormal ? evidence.direction : side,
        detectors: [...evidence.detectors, 'rule'],
        rules,
      },
    },
    onsetAt: Instant.parse(Math.min(judged.onsetAt, ...due.map(({ run }) => run.since))),
  };
}

function describeBroken({ name, above, below, severity }: OwnRule): readonly BrokenRule[] {
  const sides = [
    { direction: 'above', limit: above },
    { direction: 'below', limit: below },
  ] as const;
  return sides.flatMap(({ direction, limit }) =>
    limit === undefined ? [] : [{ name, direction, limit, ...(severity && { severity }) }],
  );
}
