// Values with sensible defaults; a test names only what it is about. The world of the tests: the service `checkout` of
// a shop, an incident on it, and the recovery of that incident.

import type { Heartbeat } from '#application/ports/operations.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import {
  buildAnomalyId,
  buildApprovalId,
  buildChangeId,
  buildExecutionId,
  buildIncidentId,
  buildPlanId,
  buildResourceId,
} from '#contracts/naming.ts';
import { Settings } from '#contracts/settings.ts';
import type { Action } from '#domain/action/action.ts';
import type { Anomaly, Evidence } from '#domain/anomaly/anomaly.ts';
import type { Approval, Decision } from '#domain/approval/approval.ts';
import type { AuditRecord } from '#domain/audit/audit.ts';
import type { Capture } from '#domain/capture/capture.ts';
import type { Change } from '#domain/change/change.ts';
import type { ServiceWatch } from '#domain/detection/service-watch.ts';
import { createWatch } from '#domain/detection/service-watch.ts';
import type { Diagnosis, Hypothesis } from '#domain/diagnosis/diagnosis.ts';
import type { ErrorMinute } from '#domain/error-class/error-minute.ts';
import type { Feedback } from '#domain/feedback/feedback.ts';
import type { HealthRecord } from '#domain/health/health.ts';
import { Instant, ServiceId, secondsAfter } from '#domain/ids.ts';
import type { Incident, TimelineEntry } from '#domain/incident/incident.ts';
import type { ModelRecord, ModelVersion } from '#domain/model/model.ts';
import { newTally, type ShadowTally } from '#domain/model/shadow-tally.ts';
import type { TrialBlock, TrialLedger } from '#domain/model/trial-ledger.ts';
import type { Attempt, Outcome } from '#domain/outcome/outcome.ts';
import type { Plan, PlannedAction } from '#domain/plan/plan.ts';
import type { PollState } from '#domain/poll/poll.ts';
import type {
  ConfigurationState,
  EcsServiceState,
  LambdaAliasState,
  ResourceDescription,
  ScalableTargetState,
  SsmParameterState,
} from '#domain/resource/resource.ts';
import type { Risk } from '#domain/risk/risk.ts';
import { Service } from '#domain/service/service.ts';
import type { Verification } from '#domain/verification/verification.ts';

/** Monday 23 November 2026, 12:00 UTC: on the minute grid, in working hours. */
export const NOON = Instant.parse(1_795_435_200_000);

export const CHECKOUT = ServiceId.parse('checkout');
export const CART = ServiceId.parse('cart');
export const CHECKOUT_ECS = buildResourceId({ type: 'ecs-service', scope: 'shop', name: 'checkout' });
export const CHECKOUT_SCALING = buildResourceId({ type: 'scalable-target', scope: 'shop', name: 'checkout' });
export const CHECKOUT_ALIAS = buildResourceId({ type: 'lambda-alias', scope: 'checkout', name: 'live' });
export const CHECKOUT_LIMITS = buildResourceId({
  type: 'ssm-parameter',
  scope: 'shop',
  name: 'checkout:limits',
});
export const CHECKOUT_CONFIG = buildResourceId({ type: 'configuration', scope: 'shop', name: 'checkout' });
export const CART_ECS = buildResourceId({ type: 'ecs-service', scope: 'shop', name: 'cart' });

export const INCIDENT = buildIncidentId(CHECKOUT, NOON);
export const OTHER_INCIDENT = buildIncidentId(CART, NOON);
export const OURS = buildExecutionId(INCIDENT);
export const THEIRS = buildExecutionId(OTHER_INCIDENT);
export const PLAN = buildPlanId(OURS, 1, 0);
export const APPROVAL = buildApprovalId(PLAN);

/** The moment `seconds` after noon; negative seconds give an earlier one. */
export function at(seconds: number): Instant {
  return secondsAfter(NOON, seconds);
}

/** The start of the minute `minutes` after noon. */
export function minute(minutes: number): Instant {
  return at(minutes * 60);
}

export interface ManualClock extends Clock {
  advance(seconds: number): void;
}

/** A clock that only moves when it is told to. */
export function manualClock(start: Instant = NOON): ManualClock {
  let now = start;
  return {
    now: () => now,
    advance: (seconds) => {
      now = secondsAfter(now, seconds);
    },
  };
}

// --- settings --------------------------------------------------------------------------------------------------

export function service(overrides: Partial<Service> = {}): Service {
  return { ...Service.parse({ id: CHECKOUT, resources: [CHECKOUT_ECS] }), ...overrides };
}

export function settings(overrides: Partial<Settings> = {}): Settings {
  const cart = { id: CART, resources: [CART_ECS] };
  const checkout = { id: CHECKOUT, resources: [CHECKOUT_ECS], dependsOn: [CART] };
  return { ...Settings.parse({ version: 1, services: [checkout, cart] }), ...overrides };
}

// --- observe ---------------------------------------------------------------------------------------------------

export function serviceWatch(overrides: Partial<ServiceWatch> = {}): ServiceWatch {
  return { ...createWatch(CHECKOUT), version: 1, observedAt: NOON, ...overrides };
}

export function pollState(overrides: Partial<PollState> = {}): PollState {
  return { serviceId: CHECKOUT, tier: 'calm', tierUntil: NOON, nextPollAt: minute(5), ...overrides };
}

export function healthRecord(overrides: Partial<HealthRecord> = {}): HealthRecord {
  return {
    serviceId: CHECKOUT,
    at: NOON,
    latencyP50: 0.04,
    latencyP99: 0.18,
    errorShare: 0.001,
    cpu: 42,
    memory: 55,
    throughput: 120,
    score: 0.98,
    state: 'healthy',
    consecutiveFailures: 0,
    baselineProgress: 1,
    indicators: { 'error-share': 0.001, 'latency-p99': 0.18, throughput: 120, cpu: 42 },
    ...overrides,
  };
}

export function evidence(overrides: Partial<Evidence> = {}): Evidence {
  return {
    indicator: 'error-share',
    value: 0.21,
    expected: 0.001,
    lower: 0,
    upper: 0.01,
    direction: 'above',
    deviation: 14,
    detectors: ['threshold', 'model'],
    modelScore: 0.97,
    topFeatures: [{ name: 'residual', value: 14 }],
    ...overrides,
  };
}

/** Its id follows its service and minute. */
export function anomaly(overrides: Partial<Anomaly> = {}): Anomaly {
  const serviceId = overrides.serviceId ?? CHECKOUT;
  const seenAt = overrides.at ?? NOON;
  return {
    anomalyId: buildAnomalyId(serviceId, seenAt),
    serviceId,
    at: seenAt,
    onsetAt: seenAt,
    detectedAt: secondsAfter(seenAt, 180),
    score: 0.97,
    isUserVisible: true,
    evidence: [evidence()],
    modelHash: 'a1b2c3',
    isFallback: false,
    ...overrides,
  };
}

export function change(overrides: Partial<Change> = {}): Change {
  return {
    changeId: buildChangeId('event-1'),
    serviceId: CHECKOUT,
    resourceId: CHECKOUT_ECS,
    kind: 'deployment',
    at: minute(-5),
    by: 'other',
    summary: 'checkout:41 was deployed',
    ...overrides,
  };
}

export function errorMinute(overrides: Partial<ErrorMinute> = {}): ErrorMinute {
  return {
    serviceId: CHECKOUT,
    at: NOON,
    deliveryId: 'delivery-1',
    kinds: [{ message: 'Connection to orders timed out after <n> ms', level: 'error', count: 12 }],
    others: 0,
    ...overrides,
  };
}

export function heartbeat(overrides: Partial<Heartbeat> = {}): Heartbeat {
  return { lastTickAt: NOON, servicesDue: 12, ...overrides };
}

// --- recover ---------------------------------------------------------------------------------------------------

/** Its id, and that of its execution, follow its service and opening. */
export function incident(overrides: Partial<Incident> = {}): Incident {
  const serviceId = overrides.serviceId ?? CHECKOUT;
  const openedAt = overrides.openedAt ?? NOON;
  const incidentId = overrides.incidentId ?? buildIncidentId(serviceId, openedAt);
  return {
    incidentId,
    version: 1,
    state: 'open',
    severity: 'SEV-2',
    title: `Errors on ${serviceId}`,
    serviceId,
    serviceIds: [serviceId],
    anomalyIds: [buildAnomalyId(serviceId, openedAt)],
    evidence: { [serviceId]: [evidence()] },
    onsetAt: openedAt,
    openedAt,
    lastAnomalyAt: openedAt,
    executionId: buildExecutionId(incidentId),
    isFallback: false,
    ...overrides,
  };
}

export function timelineEntry(overrides: Partial<TimelineEntry> = {}): TimelineEntry {
  return {
    incidentId: INCIDENT,
    at: NOON,
    event: 'incident-opened',
    summary: 'Errors on checkout',
    ...overrides,
  };
}

export function hypothesis(overrides: Partial<Hypothesis> = {}): Hypothesis {
  return {
    failureType: 'capacity-shortage',
    serviceId: CHECKOUT,
    confidence: 0.8,
    path: ['Is the processor saturated? Yes'],
    changeIds: [],
    ...overrides,
  };
}

export function diagnosis(overrides: Partial<Diagnosis> = {}): Diagnosis {
  return {
    incidentId: INCIDENT,
    at: at(10),
    outcome: 'diagnosed',
    hypotheses: [hypothesis()],
    impact: { downstream: [], trafficShare: 0.2, errorShare: 0.21 },
    summary: 'Checkout lacks capacity',
    ...overrides,
  };
}

export function ecsState(overrides: Partial<EcsServiceState> = {}): EcsServiceState {
  return {
    type: 'ecs-service',
    desiredCount: 4,
    taskDefinition: 'checkout:41',
    deploymentId: 'deployment-1',
    ...overrides,
  };
}

export function scalingState(overrides: Partial<ScalableTargetState> = {}): ScalableTargetState {
  return { type: 'scalable-target', minCapacity: 2, maxCapacity: 20, ...overrides };
}

export function configurationState(overrides: Partial<ConfigurationState> = {}): ConfigurationState {
  return { type: 'configuration', version: 7, ...overrides };
}

export function aliasState(overrides: Partial<LambdaAliasState> = {}): LambdaAliasState {
  return { type: 'lambda-alias', version: 12, ...overrides };
}

export function parameterState(overrides: Partial<SsmParameterState> = {}): SsmParameterState {
  return { type: 'ssm-parameter', version: 4, valueDigest: 'of the present value', ...overrides };
}

export function resourceDescription(overrides: Partial<ResourceDescription> = {}): ResourceDescription {
  return {
    resourceId: CHECKOUT_ECS,
    state: ecsState(),
    tags: { 'fleetmedic:managed': 'true' },
    controller: 'ecs',
    isDeploymentInProgress: false,
    runningCount: 4,
    minimumHealthyPercent: 100,
    ...overrides,
  };
}

/** Scales checkout to a number of tasks. */
export function scaleTo(desiredCount: number): Action {
  return { kind: 'ecs-service/set-desired-count', resourceId: CHECKOUT_ECS, desiredCount };
}

export function plannedAction(overrides: Partial<PlannedAction> = {}): PlannedAction {
  return {
    action: scaleTo(6),
    plannedFrom: ecsState(),
    inverse: scaleTo(4),
    description: 'Scale checkout from 4 to 6 tasks',
    ...overrides,
  };
}

export function risk(overrides: Partial<Risk> = {}): Risk {
  return {
    tier: 'low',
    score: 0.1,
    sentence: 'Adds two tasks to one service and can be taken back.',
    parts: { blastRadius: 0.1 },
    ...overrides,
  };
}

export function plan(overrides: Partial<Plan> = {}): Plan {
  return {
    planId: PLAN,
    incidentId: INCIDENT,
    executionId: OURS,
    attempt: 1,
    strategy: 'instance-scaling',
    failureType: 'capacity-shortage',
    serviceId: CHECKOUT,
    actions: [plannedAction()],
    summary: 'Scale checkout from 4 to 6 tasks',
    risk: risk(),
    successProbability: 0.8,
    mode: 'auto',
    approvalsNeeded: 0,
    alternatives: [],
    createdAt: at(20),
    hash: 'f00d',
    ...overrides,
  };
}

export function capture(overrides: Partial<Capture> = {}): Capture {
  return {
    executionId: OURS,
    step: 'apply-1-0',
    action: scaleTo(6),
    before: ecsState(),
    inverse: scaleTo(4),
    at: at(30),
    ...overrides,
  };
}

export function approval(overrides: Partial<Approval> = {}): Approval {
  return {
    approvalId: APPROVAL,
    incidentId: INCIDENT,
    executionId: OURS,
    planId: PLAN,
    planHash: 'f00d',
    status: 'requested',
    approvalsNeeded: 1,
    requestedAt: at(25),
    expiresAt: at(25 + 1800),
    decisions: [],
    taskToken: 'token-1',
    ...overrides,
  };
}

export function decision(overrides: Partial<Decision> = {}): Decision {
  return { by: 'ana', verdict: 'approve', at: at(40), ...overrides };
}

export function verification(overrides: Partial<Verification> = {}): Verification {
  return {
    at: minute(4),
    planId: PLAN,
    phase: 'after-act',
    verdict: 'recovered',
    readings: [{ indicator: 'error-share', before: 0.21, now: 0.001, limit: 0.01 }],
    summary: 'Errors are back in their usual band',
    ...overrides,
  };
}

export function attempt(overrides: Partial<Attempt> = {}): Attempt {
  return {
    strategy: 'instance-scaling',
    failureType: 'capacity-shortage',
    result: 'recovered',
    mutated: true,
    ...overrides,
  };
}

export function outcome(overrides: Partial<Outcome> = {}): Outcome {
  return {
    incidentId: INCIDENT,
    executionId: OURS,
    serviceId: CHECKOUT,
    end: 'resolved',
    attempts: [attempt()],
    detectSeconds: 180,
    totalSeconds: 900,
    at: minute(15),
    ...overrides,
  };
}

export function auditRecord(overrides: Partial<AuditRecord> = {}): AuditRecord {
  return {
    at: at(30),
    event: 'action-intended',
    actor: 'fleetmedic',
    subject: OURS,
    detail: { action: scaleTo(6) },
    ...overrides,
  };
}

// --- learning --------------------------------------------------------------------------------------------------

export function modelVersion(overrides: Partial<ModelVersion> = {}): ModelVersion {
  return {
    hash: 'hash-1',
    featureHash: 'features-1',
    quality: { 'event-f1': 0.6 },
    role: 'champion',
    since: NOON,
    by: 'fleetmedic',
    reason: 'it came with Fleetmedic',
    ...overrides,
  };
}

export function modelRecord(overrides: Partial<ModelRecord> = {}): ModelRecord {
  return { name: 'anomaly-boosting', version: 1, versions: [modelVersion()], accuracy: [], ...overrides };
}

/** A comparison of `hash-1` with `hash-2` that has just begun. */
export function shadowTally(overrides: Partial<ShadowTally> = {}): ShadowTally {
  const pair = {
    modelName: 'anomaly-boosting',
    serviceId: CHECKOUT,
    champion: 'hash-1',
    challenger: 'hash-2',
  };
  return { ...newTally(pair, NOON), version: 1, ...overrides };
}

/** A day on which the champion missed a crossing that the challenger warned of. */
export function trialBlock(overrides: Partial<TrialBlock> = {}): TrialBlock {
  return {
    id: '2026-11-23',
    cases: 10,
    telling: 1,
    champion: { loss: 0.8, found: 0, missed: 1, falseAlarms: 0 },
    challenger: { loss: 0.2, found: 1, missed: 0, falseAlarms: 0 },
    ...overrides,
  };
}

/** A comparison of `hash-1` with `hash-2` after its first day. */
export function trialLedger(overrides: Partial<TrialLedger> = {}): TrialLedger {
  return {
    modelName: 'failure-boosting',
    serviceId: CHECKOUT,
    version: 1,
    champion: 'hash-1',
    challenger: 'hash-2',
    blocks: [trialBlock()],
    ...overrides,
  };
}

export function feedback(overrides: Partial<Feedback> = {}): Feedback {
  return {
    incidentId: INCIDENT,
    verdict: 'false-alarm',
    by: 'ana',
    at: NOON,
    serviceId: CHECKOUT,
    indicator: 'error-share',
    ...overrides,
  };
}
