// The proof of a plan right before it begins: everything that let it be made, and approved, must still hold (I5, X7).

import { hashPlan } from '#application/planning/compose-plan.ts';
import { type GuardrailFactsDeps, readFleetFacts } from '#application/planning/guardrail-facts.ts';
import { describeAll } from '#application/planning/live-resources.ts';
import type { Flags, StopSwitch } from '#application/ports/operations.ts';
import type { ApprovalStore, ResourceReader } from '#application/ports/recovery.ts';
import { isOverByItself } from '#application/recovery/recovery-views.ts';
import { resourcesOf } from '#application/recovery/rights.ts';
import { isStopped } from '#application/recovery/stop-check.ts';
import { buildApprovalId } from '#contracts/naming.ts';
import type { Settings } from '#contracts/settings.ts';
import { factsOf } from '#domain/action/definitions.ts';
import { areSame } from '#domain/capture/undo.ts';
import { findGuardrailRefusal, isPassing } from '#domain/guardrail/guardrails.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { isEnd } from '#domain/incident/lifecycle.ts';
import { type Mode, resolveMode } from '#domain/mode/mode.ts';
import { letsAct } from '#domain/plan/choice.ts';
import type { Plan } from '#domain/plan/plan.ts';
import type { ResourceDescription } from '#domain/resource/resource.ts';
import type { Service } from '#domain/service/service.ts';

export interface ProvePlanDeps extends GuardrailFactsDeps {
  readonly flags: Flags;
  readonly stopSwitch: StopSwitch;
  readonly approvals: ApprovalStore;
  readonly resources: ResourceReader;
}

/** `stale`: it has to be planned again. `refused`: never for this plan. */
export interface Objection {
  readonly outcome: 'stale' | 'refused';
  readonly reason: string;
}

export interface Proof {
  readonly plan: Plan;
  readonly incident: Incident;
  readonly settings: Settings;
}

/** The first reason why the plan may not begin, or undefined when it is proved. */
export async function findObjection(deps: ProvePlanDeps, proof: Proof): Promise<Objection | undefined> {
  const service = proof.settings.services.find(({ id }) => id === proof.plan.serviceId);
  if (!service) return refused(`${proof.plan.serviceId} is no longer watched`);
  const ban = await findBan(deps, proof, service);
  if (ban) return refused(ban);
  if (await isOverByItself(deps, proof.incident, { settings: proof.settings, now: deps.clock.now() })) {
    return stale('the trouble is over');
  }
  const descriptions = await describeAll(deps, resourcesOf(proof.plan));
  if (!descriptions) return stale('the live state of what is to be changed cannot be read');
  const moved = findMoved(proof.plan, descriptions);
  return moved ? stale(moved) : judgeGuardrails(deps, proof, { service, descriptions });
}

/** What people or settings forbid; also what was allowed when the plan was made and is not any more (I14, I4). */
async function findBan(deps: ProvePlanDeps, proof: Proof, service: Service): Promise<string | undefined> {
  const { plan, incident, settings } = proof;
  if (isEnd(incident.state)) return `the incident is ${incident.state}`;
  if (await isStopped(deps)) return 'all healing is stopped';
  if (!(await deps.flags.isOn('self_healing.recovery')))
    return 'recovery is switched off by its feature flag';
  if (hashPlan(plan) !== plan.hash) return 'the stored plan is not the one that was made';
  const mode = resolveMode([settings.mode, service.mode, service.strategies[plan.strategy]]);
  if (!letsAct(mode)) return `the mode is ${mode} now`;
  return (await hasApproval(deps, plan)) ? undefined : findLackOfApproval(proof, mode);
}

/** Why a plan that nobody approved may not begin; also what made approval necessary only after it was made (M40). */
function findLackOfApproval({ plan, incident }: Proof, mode: Mode): string | undefined {
  if (plan.approvalsNeeded > 0) return 'it was not approved';
  if (mode === 'approve') return 'the mode is approve now, and nobody has approved it';
  if (incident.isFallback)
    return 'the model no longer takes part in the detection, and nobody has approved it';
  return undefined;
}

async function hasApproval({ approvals }: ProvePlanDeps, { planId, hash }: Plan): Promise<boolean> {
  const approval = await approvals.find(buildApprovalId(planId));
  return approval?.status === 'granted' && approval.planHash === hash;
}

/** The first action whose facts are no longer those it was planned from. */
function findMoved({ actions }: Plan, descriptions: readonly ResourceDescription[]): string | undefined {
  const seen = new Set<string>();
  for (const { action, plannedFrom } of actions) {
    const live = descriptions.find(({ resourceId }) => resourceId === action.resourceId);
    // A later action on the same resource starts from what the earlier one leads to, which is not there yet.
    if (!live || seen.has(action.resourceId)) continue;
    seen.add(action.resourceId);
    if (!areSame(factsOf(action, live.state), factsOf(action, plannedFrom))) {
      return `somebody changed ${action.resourceId} since it was planned`;
    }
  }
  return undefined;
}

async function judgeGuardrails(
  deps: ProvePlanDeps,
  { plan, settings }: Proof,
  {
    service,
    descriptions,
  }: { readonly service: Service; readonly descriptions: readonly ResourceDescription[] },
): Promise<Objection | undefined> {
  const fleet = await readFleetFacts(deps, service, settings);
  // The pause between two recoveries is the budget's to judge, which knows whether this one runs already.
  const facts = {
    ...fleet,
    lastEndedAt: undefined,
    attempt: plan.attempt,
    actions: plan.actions,
    descriptions,
  };
  const refusal = findGuardrailRefusal(facts);
  if (!refusal) return undefined;
  return isPassing(refusal) ? stale(refusal.detail) : refused(refusal.detail);
}

function stale(reason: string): Objection {
  return { outcome: 'stale', reason };
}

function refused(reason: string): Objection {
  return { outcome: 'refused', reason };
}
