// The trial of a model that judges incidents (M109): a pair is a labelled incident, and what each side had said of it.

import type { IncidentLabel } from '#domain/feedback/label.ts';
import type { Instant } from '#domain/ids.ts';
import type { ShadowCase, ShadowSide } from '#domain/model/shadow-tally.ts';
import { type SideRecord, standingOf, type TrialStanding } from '#domain/model/trial-rule.ts';

/** A case, and whether it was trouble. */
export interface JudgedCase extends ShadowCase {
  readonly label: IncidentLabel;
}

export interface TrialFacts {
  readonly cases: readonly JudgedCase[];
  /** Alarms that belonged to no incident. */
  readonly outside: Readonly<Record<ShadowSide, number>>;
  readonly since: Instant;
  readonly now: Instant;
}

/** The standing of a trial. */
export function judgeTrial({ cases, outside, since, now }: TrialFacts): TrialStanding {
  const labelled = cases.filter(({ label }) => label !== 'unknown');
  const pairs = labelled.map((each) => ({
    champion: missOf(each, 'champion'),
    challenger: missOf(each, 'challenger'),
  }));
  const total = { champion: missesOf(labelled, 'champion'), challenger: missesOf(labelled, 'challenger') };
  const sides = {
    champion: recordOf(labelled, 'champion', outside),
    challenger: recordOf(labelled, 'challenger', outside),
    thresholds: recordOf(labelled, 'thresholds', outside),
  };
  return standingOf({ pairs, total, sides, since, now, unit: 'labelled incidents' });
}

function recordOf(
  labelled: readonly JudgedCase[],
  side: ShadowSide,
  outside: TrialFacts['outside'],
): SideRecord {
  const alarmed = labelled.filter(({ said }) => said[side] > 0);
  const troubles = labelled.filter(({ label }) => label === 'trouble').length;
  const found = alarmed.filter(({ label }) => label === 'trouble').length;
  return {
    found,
    missed: troubles - found,
    falseAlarms: alarmed.length - found + outside[side],
    ...(labelled.length > 0 && { brier: missesOf(labelled, side) / labelled.length }),
  };
}

function missesOf(labelled: readonly JudgedCase[], side: ShadowSide): number {
  return labelled.reduce((sum, each) => sum + missOf(each, side), 0);
}

/** The squared distance between what a side said of a case and what it was: a proper score, so honesty pays best. */
function missOf({ said, label }: JudgedCase, side: ShadowSide): number {
  return (said[side] - (label === 'trouble' ? 1 : 0)) ** 2;
}
