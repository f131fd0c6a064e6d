// Choosing among candidates: expected benefit less risk; and what a mode makes of the chosen one.

import type { Reversibility } from '#domain/action/definitions.ts';
import type { ApprovalSettings } from '#domain/approval/settings.ts';
import type { Mode } from '#domain/mode/mode.ts';
import { type Risk, RiskTier } from '#domain/risk/risk.ts';

/** Risk weighs half of benefit: what does not help is taken back and costs minutes, what is not tried leaves users hurt. */
const RISK_WEIGHT = 0.5;
/** A plan must promise more than this to be tried at all. */
export const LEAST_SCORE = 0.15;

export interface Prospect {
  readonly confidence: number;
  readonly successProbability: number;
  readonly risk: Risk;
}

/** The chance that it mends the incident, less its risk. Candidates are ranked by it. */
export function scoreCandidate({ confidence, successProbability, risk }: Prospect): number {
  return Math.round((confidence * successProbability - RISK_WEIGHT * risk.score) * 1000) / 1000;
}

export interface ApprovalFacts {
  readonly mode: Mode;
  readonly tier: RiskTier;
  readonly confidence: number;
  /** Judged without the model (M40). */
  readonly isFallback: boolean;
  readonly reversibility: Reversibility;
}

/** Different people who must agree before the plan may be carried out; 0 when none has to (I14, I15, C12). */
export function countApprovals(facts: ApprovalFacts, settings: ApprovalSettings): number {
  return findApprovalReason(facts, settings) === undefined ? 0 : settings.approversNeeded[facts.tier];
}

/** Why people have to agree, or undefined when the plan may go by itself. */
export function findApprovalReason(facts: ApprovalFacts, settings: ApprovalSettings): string | undefined {
  if (facts.mode !== 'auto') return `the mode is ${facts.mode}`;
  if (facts.reversibility === 'irreversible') return 'it cannot be taken back';
  if (facts.isFallback) return 'the model did not take part in the detection, or has drifted';
  if (isHigher(facts.tier, settings.maxAutoTier)) return `its risk is ${facts.tier}`;
  if (facts.confidence < settings.minAutoConfidence) return 'the diagnosis is not sure enough';
  return undefined;
}

/** Whether a mode lets plans be carried out at all; the others only show them. */
export function letsAct(mode: Mode): boolean {
  return mode === 'approve' || mode === 'auto';
}

function isHigher(tier: RiskTier, limit: RiskTier): boolean {
  return RiskTier.options.indexOf(tier) > RiskTier.options.indexOf(limit);
}
