// How much harm an incident does: from the tier of its services, the share of failing requests, and its spread.

import type { Evidence } from '#domain/anomaly/anomaly.ts';
import type { Severity } from '#domain/incident/incident.ts';
import type { Service } from '#domain/service/service.ts';
import { isUserVisible } from '#domain/signal/indicator.ts';

const TIER_POINTS: Readonly<Record<Service['tier'], number>> = { critical: 2, standard: 1, optional: 0 };
/** One request in twenty is felt by every visitor of a page with a dozen calls; one in five is an outage to them. */
const FELT_ERROR_SHARE = 0.05;
const OUTAGE_ERROR_SHARE = 0.2;
/** Services that show it: three is more than a caller and its dependency, six is most of a product. */
const SPREAD_SERVICES = 3;
const WIDE_SERVICES = 6;

export interface Harm {
  /** Of the worst of the services. */
  readonly tier: Service['tier'];
  /** Largest share of failing requests that was seen, 0 to 1. */
  readonly errorShare: number;
  /** Services that show it. */
  readonly spread: number;
  readonly isFelt: boolean;
  /** What the owner's rules that were broken ask for at least. */
  readonly asked?: Severity;
}

/** Grades harm; never milder when any part of it grows. What nobody feels yet is SEV-4, unless its owner has said so. */
export function gradeSeverity(harm: Harm): Severity {
  const graded = gradeHarm(harm);
  return harm.asked ? worseSeverity(graded, harm.asked) : graded;
}

function gradeHarm({ tier, errorShare, spread, isFelt }: Harm): Severity {
  if (!isFelt) return 'SEV-4';
  const points =
    TIER_POINTS[tier] +
    countPassed(errorShare, [FELT_ERROR_SHARE, OUTAGE_ERROR_SHARE]) +
    countPassed(spread, [SPREAD_SERVICES, WIDE_SERVICES]);
  if (points >= 4) return 'SEV-1';
  if (points === 3) return 'SEV-2';
  return points === 2 ? 'SEV-3' : 'SEV-4';
}

/** The harm of all services that show the incident. Services that are not known count as standard. */
export function harmOf(
  services: readonly Service[],
  evidence: Readonly<Record<string, readonly Evidence[]>>,
): Harm {
  const tiers = Object.keys(evidence).map(
    (id) => services.find((each) => each.id === id)?.tier ?? 'standard',
  );
  const all = Object.values(evidence).flat();
  const errors = all.filter(({ indicator }) => indicator === 'error-share').map(({ value }) => value);
  const [worst] = all.flatMap(({ rules = [] }) => rules.flatMap(({ severity }) => severity ?? [])).sort();
  return {
    tier: (['critical', 'standard'] as const).find((tier) => tiers.includes(tier)) ?? 'optional',
    errorShare: Math.max(0, ...errors),
    spread: tiers.length,
    isFelt: all.some(({ indicator }) => isUserVisible(indicator)),
    ...(worst && { asked: worst }),
  };
}

/** The worse of two severities. */
export function worseSeverity(a: Severity, b: Severity): Severity {
  return a < b ? a : b;
}

function countPassed(value: number, marks: readonly number[]): number {
  return marks.filter((mark) => value >= mark).length;
}
