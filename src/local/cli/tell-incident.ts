// One incident as an on-caller reads it: what hurts, why, what is planned and at which risk, what was done, how it ended.

import type { ApiAnswer } from '#contracts/api.ts';
import { describePastCase } from '#domain/diagnosis/describe-case.ts';
import {
  describeEvidence,
  describeForerunner,
  formatDuration,
  formatIndicator,
  formatShare,
  nameIndicator,
} from '#domain/incident/symptom.ts';
import { formatTime } from './output.ts';
import { tellErrors } from './tell-errors.ts';
import { tellVoices } from './tell-voices.ts';

type Detail = ApiAnswer<'readIncident'>;
type Plan = Detail['plans'][number];

/** The lines of the story, top-down. */
export function tellIncident(detail: Detail): readonly string[] {
  const { incident } = detail;
  const services = incident.serviceIds.length > 1 ? ` on ${incident.serviceIds.join(', ')}` : '';
  return [
    `${incident.incidentId}  ${incident.severity}  ${incident.state}`,
    `${incident.title}${services}`,
    `Since ${formatTime(incident.onsetAt)}, found ${formatTime(incident.openedAt)} UTC`,
    ...(incident.isFallback
      ? ['Judged without the model, or by one that has drifted: nothing automatic follows']
      : []),
    ...section('Symptoms', tellSymptoms(detail)),
    ...section('Diagnosis', tellDiagnosis(detail)),
    ...section('Errors that came with it', tellErrors(detail.diagnosis)),
    ...detail.plans.flatMap((plan) =>
      section(`Plan ${plan.attempt}: ${plan.summary}`, tellPlan(plan, detail)),
    ),
    ...section('Verification', detail.verifications.map(tellVerification)),
    ...section(
      'Timeline',
      detail.timeline.map(({ at, summary }) => `${formatTime(at)}  ${summary}`),
    ),
    ...section('Outcome', tellOutcome(detail)),
    ...section('Judgement', tellFeedback(detail)),
  ];
}

function section(title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', title, ...lines.map((line) => `  ${line}`)];
}

function tellSymptoms({ incident }: Detail): readonly string[] {
  return Object.entries(incident.evidence).flatMap(([service, evidence]) =>
    evidence.flatMap((each) => [
      `${service}: ${describeEvidence(each)} (${each.detectors.join(', ')})`,
      ...[each.rarity, each.company].flatMap((fact) => (fact ? [`   ${fact.words}`] : [])),
      ...(each.forerunners ?? []).map((known) => `   ${describeForerunner(known)}`),
    ]),
  );
}

function tellDiagnosis({ diagnosis, incident }: Detail): readonly string[] {
  if (!diagnosis) return [];
  const { impact, hypotheses, summary, pastCase } = diagnosis;
  const ranked = hypotheses.map(
    ({ failureType, serviceId, seenAt, confidence, isSuggested }, index) =>
      `${index + 1}. ${failureType} in ${serviceId}${seenAt === undefined ? '' : `, seen at ${seenAt}`} (${isSuggested ? 'a suggestion' : `${formatShare(confidence)} sure`})`,
  );
  const path = hypotheses[0]?.path.map((step) => `   ${step}`) ?? [];
  const reach = `Touches ${formatShare(impact.trafficShare)} of the traffic; ${impact.downstream.length} services depend on it`;
  const seen = pastCase ? [describePastCase(pastCase, incident.onsetAt)] : [];
  const others = tellVoices(diagnosis);
  const cost = impact.burn ? [impact.burn.words] : [];
  return [summary, ...seen, ...ranked.slice(0, 1), ...path, ...ranked.slice(1), ...others, reach, ...cost];
}

function tellPlan(plan: Plan, { approvals }: Detail): readonly string[] {
  const steps = plan.actions.map(({ description, inverse }, index) => {
    return `${index + 1}. ${description}${inverse ? '' : ' (cannot be taken back)'}`;
  });
  const approval = approvals.find(({ planId }) => planId === plan.planId);
  const { tier, score, sentence } = plan.risk;
  return [
    ...steps,
    `Risk ${tier} (${score}): ${sentence}`,
    `Expected to work: ${formatShare(plan.successProbability)}; mode ${plan.mode}`,
    ...(approval ? [tellApproval(approval)] : []),
    ...plan.alternatives.map(({ strategy, verdict, detail }) => `Instead: ${strategy} ${verdict}: ${detail}`),
  ];
}

function tellApproval({
  approvalId,
  status,
  decisions,
  expiresAt,
  approvalsNeeded,
}: Detail['approvals'][number]): string {
  const by = decisions.map((decision) => `${decision.by} ${decision.verdict}`).join(', ');
  if (status !== 'requested') return `Approval ${approvalId}: ${status}${by ? ` (${by})` : ''}`;
  return `Approval ${approvalId}: ${approvalsNeeded} needed until ${formatTime(expiresAt)} UTC${by ? `, so far ${by}` : ''}`;
}

function tellVerification({ at, verdict, summary, readings }: Detail['verifications'][number]): string {
  const values = readings.map(({ indicator, before, now, limit }) => {
    const [from, to, edge] = [before, now, limit].map((value) =>
      value === undefined ? 'unknown' : formatIndicator(indicator, value),
    );
    return `${nameIndicator(indicator)} ${from} -> ${to}, limit ${edge}`;
  });
  return `${formatTime(at)}  ${verdict}: ${summary}${values.length > 0 ? ` (${values.join('; ')})` : ''}`;
}

function tellFeedback({ feedback }: Detail): readonly string[] {
  if (!feedback) return [];
  const { by, verdict, at, note } = feedback;
  return [`${by} judged it ${verdict} at ${formatTime(at)} UTC${note === undefined ? '' : `: ${note}`}`];
}

function tellOutcome({ outcome, incident }: Detail): readonly string[] {
  if (!outcome) return [];
  const { end, totalSeconds, detectSeconds, attempts } = outcome;
  return [
    `${end}: ${incident.closing ?? ''}`.trimEnd(),
    `Detected after ${formatDuration(detectSeconds)}, over after ${formatDuration(totalSeconds)}`,
    ...attempts.map(({ strategy, failureType, result }) => `${strategy} against ${failureType}: ${result}`),
  ];
}
