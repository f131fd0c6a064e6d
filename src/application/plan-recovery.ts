// Step "Plan recovery": from hypotheses to one plan with captured states and inverses, to the advice to look again, or to
// the last resort, people. The mode decides what becomes of the plan (I14).

import { announcePlan } from '#application/planning/announce-plan.ts';
import { type Candidates, type CandidatesDeps, findCandidates } from '#application/planning/candidates.ts';
import { composeEscalation, composePlan } from '#application/planning/compose-plan.ts';
import { readDataAge } from '#application/planning/guardrail-facts.ts';
import type { PlanningContext } from '#application/planning/planning-context.ts';
import type { Flags, SettingsSource, StopSwitch } from '#application/ports/operations.ts';
import type { AuditLog, DiagnosisStore, OutcomeStore, PlanStore } from '#application/ports/recovery.ts';
import { type DiagnoseDeps, describeHypothesis, diagnose } from '#application/recovery/diagnose.ts';
import {
  type IncidentRecordDeps,
  requireIncident,
  writeNote,
} from '#application/recovery/incident-record.ts';
import { isStopped } from '#application/recovery/stop-check.ts';
import { buildPlanId } from '#contracts/naming.ts';
import type { Settings } from '#contracts/settings.ts';
import type { PlanInput, PlanOutput } from '#contracts/steps/recovery.ts';
import type { Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import { REVIEW_BAR } from '#domain/diagnosis/rank-hypotheses.ts';
import { type Instant, type ServiceId, secondsAfter, secondsBetween } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { isEnd } from '#domain/incident/lifecycle.ts';
import { formatDuration, formatShare } from '#domain/incident/symptom.ts';
import { LEAST_SCORE, letsAct } from '#domain/plan/choice.ts';
import { hasPatienceLeft, LASTING_CAUSES, mayPass, mayRipen } from '#domain/plan/patience.ts';
import type { Alternative, Plan } from '#domain/plan/plan.ts';
import { allDependenciesOf } from '#domain/service/topology.ts';
import type { LastResort } from '#strategies/strategy.ts';

export interface PlanRecoveryDeps extends DiagnoseDeps, CandidatesDeps, IncidentRecordDeps {
  readonly diagnoses: DiagnosisStore;
  readonly plans: PlanStore;
  readonly outcomes: OutcomeStore;
  readonly audit: AuditLog;
  readonly stopSwitch: StopSwitch;
  readonly flags: Flags;
  readonly settings: SettingsSource;
  readonly lastResort: LastResort;
}

/** What planning came to before it is stored. */
type Verdict =
  | { readonly kind: 'plan'; readonly plan: Plan }
  | { readonly kind: 'wait'; readonly reason: string }
  | { readonly kind: 'over' };

/** Plans once per attempt and revision; delivered again, it answers what was planned the first time. */
export async function planRecovery(deps: PlanRecoveryDeps, input: PlanInput): Promise<PlanOutput> {
  const { recheckSeconds } = (await deps.settings.current()).recovery;
  const earlier = await deps.plans.find(buildPlanId(input.executionId, input.attempt, input.revision));
  if (earlier) return routePlan(earlier, recheckSeconds);
  const incident = await requireIncident(deps, input.incidentId);
  if (isEnd(incident.state)) return { outcome: 'no-safe-action', actionCount: 0, waitSeconds: 0 };
  const verdict = await judge(deps, incident, input);
  if (verdict.kind === 'over') return { outcome: 'recovered-by-itself', actionCount: 0, waitSeconds: 0 };
  if (verdict.kind === 'wait') {
    await notePostponement(deps, incident, { reason: verdict.reason, revision: input.revision });
    return { outcome: 'look-again', actionCount: 0, waitSeconds: recheckSeconds };
  }
  await announcePlan(deps, verdict.plan);
  return routePlan(verdict.plan, recheckSeconds);
}

/** Where a plan leads: everything is decided by what it says. */
function routePlan(
  { planId, strategy, actions, mode, approvalsNeeded }: Plan,
  recheckSeconds: number,
): PlanOutput {
  const actionCount = actions.length;
  if (actionCount === 0) return { outcome: 'no-safe-action', planId, actionCount, waitSeconds: 0 };
  const plan = { planId, strategy, actionCount };
  if (!letsAct(mode)) return { outcome: 'watch-only', ...plan, waitSeconds: recheckSeconds };
  return { outcome: approvalsNeeded > 0 ? 'needs-approval' : 'ready', ...plan, waitSeconds: 0 };
}

async function judge(deps: PlanRecoveryDeps, incident: Incident, position: PlanInput): Promise<Verdict> {
  const { diagnosis, context } = await readContext(deps, incident, position);
  if (diagnosis.outcome === 'recovered-by-itself') return { kind: 'over' };
  const escalate = (reason: string, rejected: readonly Alternative[] = []): Verdict => ({
    kind: 'plan',
    plan: composeEscalation(deps.lastResort, { reason, rejected }, { context, position }),
  });
  const veto = await findVeto(deps, context, position);
  if (veto) return escalate(veto);
  if (diagnosis.outcome === 'review-by-person') return escalate(diagnosis.summary);
  const canWait = hasPatienceLeft(position.revision, context.settings.recovery);
  const obstacle = await findPassingObstacle(deps, context);
  if (obstacle) return canWait ? { kind: 'wait', reason: obstacle } : escalate(`waited in vain: ${obstacle}`);
  const found = await findCandidates(deps, context);
  const [best, ...others] = found.candidates;
  if (best && best.score >= LEAST_SCORE) {
    return { kind: 'plan', plan: composePlan([best, ...others], found.rejected, { context, position }) };
  }
  if (found.passingReason && canWait) return { kind: 'wait', reason: found.passingReason };
  return escalate(explainNoCandidate(found), found.rejected);
}

interface ContextWork {
  readonly diagnosis: Awaited<ReturnType<typeof diagnose>>['diagnosis'];
  readonly context: PlanningContext;
}

/** The facts as of now. Every look diagnoses anew: evidence grows, and a failed attempt is evidence too. */
async function readContext(
  deps: PlanRecoveryDeps,
  incident: Incident,
  { attempt }: PlanInput,
): Promise<ContextWork> {
  const { diagnosis, facts } = await diagnose(deps, incident);
  const { pastCase } = (await deps.diagnoses.find(incident.incidentId)) ?? {};
  await deps.diagnoses.put({ ...diagnosis, ...(pastCase && { pastCase }) });
  const plans = await deps.plans.listOf(incident.incidentId);
  const context: PlanningContext = {
    incident,
    attempt,
    now: deps.clock.now(),
    settings: await deps.settings.current(),
    hypotheses: diagnosis.hypotheses,
    facts,
    earlierPlans: plans.filter((plan) => plan.attempt < attempt && plan.actions.length > 0),
    trackRecords: await deps.outcomes.trackRecords(),
  };
  return { diagnosis, context };
}

/** What forbids any action of this recovery, for good. */
async function findVeto(
  deps: PlanRecoveryDeps,
  { settings }: PlanningContext,
  { revision }: PlanInput,
): Promise<string | undefined> {
  if (await isStopped(deps)) return 'all healing is stopped';
  if (!(await deps.flags.isOn('self_healing.recovery')))
    return 'recovery is switched off by its feature flag';
  const { recheckSeconds, maxWaitSeconds } = settings.recovery;
  const isTiresome = revision * recheckSeconds > maxWaitSeconds;
  return isTiresome ? `it was planned ${revision} times and the world moved on each time` : undefined;
}

/** What may go away by itself: missing data, thin evidence, or the trouble itself. */
async function findPassingObstacle(
  deps: PlanRecoveryDeps,
  { incident, hypotheses, now, settings }: PlanningContext,
): Promise<string | undefined> {
  const age = await readDataAge(deps, incident.serviceId);
  if (age === undefined) return `the health of ${incident.serviceId} is unknown`;
  if (age > settings.guardrails.maxDataAgeSeconds) return `the newest data is ${formatDuration(age)} old`;
  if (incident.requestedBy !== undefined) return undefined;
  const [hypothesis] = hypotheses;
  if (!hypothesis || hypothesis.confidence < REVIEW_BAR) return 'the evidence does not explain it yet';
  const { onsetAt, severity } = incident;
  const blindSpot = wantsMoreEvidence(deps, hypothesis)
    ? await findBlindSpot(deps, { suspectId: hypothesis.serviceId, onsetAt }, settings)
    : undefined;
  if (blindSpot && secondsBetween(onsetAt, now) < EVIDENCE_PATIENCE_SECONDS) return blindSpot;
  const trouble = { onsetAt, severity, hypothesis, now };
  if (mayRipen(trouble, settings.approvals.minAutoConfidence)) return 'the diagnosis is not sure enough yet';
  if (!mayPass(trouble)) return undefined;
  return `it began ${formatDuration(secondsBetween(onsetAt, now))} ago and may pass by itself`;
}

/** Evidence keeps from acting on a wrong suspicion. What only people can mend is theirs at once. */
function wantsMoreEvidence({ strategies }: PlanRecoveryDeps, { failureType }: Hypothesis): boolean {
  return !LASTING_CAUSES.has(failureType) && strategies.some(({ remedies }) => failureType in remedies);
}

/** How long the plan waits for news of what the suspect calls: the calm poll, its lag, and two ticks. */
const EVIDENCE_PATIENCE_SECONDS = 720;
/** A minute of a dependency after the onset says whether it fell ill as well. */
const EVIDENCE_SECONDS = 60;

interface Suspicion {
  readonly suspectId: ServiceId;
  readonly onsetAt: Instant;
}

/** A service that the suspect calls and of which nothing since the onset is known yet: its illness would acquit it. */
async function findBlindSpot(
  { health }: PlanRecoveryDeps,
  { suspectId, onsetAt }: Suspicion,
  { services }: Settings,
): Promise<string | undefined> {
  for (const serviceId of allDependenciesOf(services, suspectId)) {
    const latest = await health.latest(serviceId);
    if (latest && latest.at < secondsAfter(onsetAt, EVIDENCE_SECONDS)) {
      return `it is not known yet how ${serviceId}, which it calls, has been since the onset`;
    }
  }
  return undefined;
}

function explainNoCandidate({ rejected, candidates }: Candidates): string {
  const [best] = candidates;
  if (best) {
    return `the best candidate, ${best.strategy.name}, promises too little (${formatShare(best.successProbability)} likely to work, on ${describeHypothesis(best.hypothesis)})`;
  }
  const [first] = rejected;
  return first ? `${first.strategy} stood aside: ${first.detail}` : 'no strategy remedies it';
}

/** Said once, at the first look: every minute would drown the timeline. */
async function notePostponement(
  deps: PlanRecoveryDeps,
  { incidentId }: Incident,
  { reason, revision }: { readonly reason: string; readonly revision: number },
): Promise<void> {
  const summary = `Nothing is done yet: ${reason}`;
  const notes = revision === 0 ? [] : await deps.incidents.timeline(incidentId);
  if (notes.at(-1)?.summary === summary) return;
  await writeNote(deps, incidentId, { event: 'plan-postponed', summary });
}
