// Step "Verify recovery": judges whether the user-visible signals came back, and says what follows. The condition
// counts, not the exit code (B3).

import type { SettingsSource } from '#application/ports/operations.ts';
import type {
  CaptureStore,
  PlanStore,
  ResourceReader,
  VerificationStore,
} from '#application/ports/recovery.ts';
import type { HealthStore } from '#application/ports/telemetry.ts';
import {
  type IncidentRecordDeps,
  moveIncident,
  requireIncident,
  writeNote,
} from '#application/recovery/incident-record.ts';
import { findJudgedAct, type JudgedAct } from '#application/recovery/judged-act.ts';
import { readViews, servicesToMend } from '#application/recovery/recovery-views.ts';
import { type RightsDeps, renewRights } from '#application/recovery/rights.ts';
import { areTasksRunning } from '#application/recovery/tasks-running.ts';
import type { Settings } from '#contracts/settings.ts';
import type { VerifyInput, VerifyOutput } from '#contracts/steps/recovery.ts';
import { addsCapacity } from '#domain/action/definitions.ts';
import type { Instant } from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import { isEnd } from '#domain/incident/lifecycle.ts';
import type { Plan } from '#domain/plan/plan.ts';
import { judgeRecovery, type ServiceView } from '#domain/verification/judge.ts';
import { decideNextStep, type NextStep, waitAfter } from '#domain/verification/next-step.ts';
import { describeReading, readingsOf } from '#domain/verification/readings.ts';
import type { Verification, VerificationVerdict } from '#domain/verification/verification.ts';

export interface VerifyRecoveryDeps extends RightsDeps, IncidentRecordDeps {
  readonly settings: SettingsSource;
  readonly health: HealthStore;
  readonly plans: PlanStore;
  readonly captures: CaptureStore;
  readonly verifications: VerificationStore;
  readonly resources: ResourceReader;
}

/** What one look rests on. */
interface Look {
  readonly input: VerifyInput;
  readonly incident: Incident;
  readonly plan: Plan | undefined;
  readonly settings: Settings;
  readonly now: Instant;
  readonly earlier: readonly Verification[];
}

/** One look. It changes nothing but the record, so a second delivery is only a second look. */
export async function verifyRecovery(deps: VerifyRecoveryDeps, input: VerifyInput): Promise<VerifyOutput> {
  const incident = await requireIncident(deps, input.incidentId);
  if (isEnd(incident.state)) return { outcome: 'give-up', waitSeconds: 0 };
  const look: Look = {
    input,
    incident,
    plan: input.phase === 'watch' ? undefined : await deps.plans.find(input.planId),
    settings: await deps.settings.current(),
    now: deps.clock.now(),
    earlier: await deps.verifications.list(input.incidentId),
  };
  if (look.plan) await renewRights(deps, look.plan, look.settings);
  const act = await findJudgedAct(deps, look);
  const views = await readViews(deps, incident, {
    serviceIds: servicesToMend(incident, look.plan, look.settings),
    actAt: act.at,
    now: look.now,
  });
  const felt = judge(views, look, act);
  const verdict = await heed(deps, look, felt);
  const isMended = verdict === felt && hasMendedOwn(views, look, act);
  const facts = { ...factsOf(look, act), verdict, hasMendedOwn: isMended };
  const step = decideNextStep(facts, look.settings.recovery);
  await record(deps, look, { verdict, step, act, views });
  return { outcome: step, waitSeconds: waitAfter(step, facts, look.settings.recovery) };
}

/** Capacity that was asked for ahead of a spike has to be there, however well everything is without it. */
async function heed(
  deps: VerifyRecoveryDeps,
  { incident, plan, input }: Look,
  verdict: VerificationVerdict,
): Promise<VerificationVerdict> {
  if (!incident.foreseen || !plan || input.phase === 'after-rollback' || verdict !== 'recovered')
    return verdict;
  return (await areTasksRunning(deps, plan)) ? verdict : 'not-recovered';
}

function judge(
  views: readonly ServiceView[],
  { settings, now }: Look,
  { at }: JudgedAct,
): VerificationVerdict {
  const { goodMinutes } = settings.recovery;
  const { maxDataAgeSeconds } = settings.guardrails;
  return judgeRecovery(views, { now, actAt: at, goodMinutes, maxDataAgeSeconds });
}

/** The first view is that of the changed service. */
function hasMendedOwn([own]: readonly ServiceView[], look: Look, act: JudgedAct): boolean {
  return look.plan !== undefined && own !== undefined && judge([own], look, act) === 'recovered';
}

function factsOf({ input, plan, now, settings }: Look, { phaseSince, settleSeconds }: JudgedAct) {
  return {
    phase: input.phase,
    now,
    phaseSince,
    settleSeconds,
    hasAddedCapacity:
      plan?.actions.some(({ action, plannedFrom }) => addsCapacity(action, plannedFrom)) ?? false,
    isLastAction: input.actionIndex + 1 >= input.actionCount,
    hasAttemptsLeft: input.attempt < settings.guardrails.maxAttempts,
  };
}

interface Seen {
  readonly verdict: VerificationVerdict;
  readonly step: NextStep;
  readonly act: JudgedAct;
  readonly views: readonly ServiceView[];
}

async function record(deps: VerifyRecoveryDeps, look: Look, seen: Seen): Promise<void> {
  const { incidentId } = look.incident;
  const { phase } = look.input;
  const verification: Verification = {
    at: look.now,
    phase,
    ...(look.plan ? { planId: look.plan.planId } : {}),
    verdict: seen.verdict,
    readings: seen.views.slice(0, 1).flatMap((view) => readingsOf(view, seen.act.at)),
    summary: summarize(seen),
  };
  await deps.verifications.add(incidentId, verification);
  if (phase !== 'watch') await moveIncident(deps, incidentId, 'verifying');
  if (!isNews(verification, look.earlier) && seen.step === 'wait') return;
  const summary = `${verification.summary}; next: ${seen.step}`;
  await writeNote(deps, incidentId, {
    event: 'verification-judged',
    summary,
    detail: { phase, verdict: seen.verdict },
  });
}

/** Whether the verdict is another than that of the last look in the same phase. */
function isNews({ phase, verdict, planId }: Verification, earlier: readonly Verification[]): boolean {
  const last = earlier.at(-1);
  return last?.phase !== phase || last.verdict !== verdict || last.planId !== planId;
}

function summarize({ verdict, views, act }: Seen): string {
  const shown = views.map((view) => {
    const readings = readingsOf(view, act.at).map(describeReading);
    return `${view.serviceId}: ${readings.join(', ')}`;
  });
  return `${verdict} (${shown.join('; ')})`;
}
