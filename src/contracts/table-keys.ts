// The one table of a deployment: its attributes, its index and every key in it are built, and parsed, here and nowhere
// else (lists by time in table-lists.ts, models in learning-keys.ts). A key begins with what it is of, and a part that is free text stands last. Times
// are ISO 8601 and numbers padded, so that the order of keys is the order in time. docs/data-model.md shows them all.

import { digestOf } from '#contracts/digest.ts';
import { parseCaptureStep, parsePlanId } from '#contracts/naming.ts';
import type { Approval } from '#domain/approval/approval.ts';
import type {
  ApprovalId,
  ChangeId,
  ExecutionId,
  IncidentId,
  Instant,
  PlanId,
  ResourceId,
  ServiceId,
} from '#domain/ids.ts';
import type { Incident } from '#domain/incident/incident.ts';
import type { TrackRecord } from '#domain/outcome/outcome.ts';

/** The names that the table is created with. */
export const TABLE_KEYS = {
  partition: 'pk',
  sort: 'sk',
  /** Seconds since the Unix epoch after which DynamoDB deletes the item. */
  ttl: 'expiresAtSeconds',
  /** Lists by time; holds keys alone (projection KEYS_ONLY), what they name is then read consistently. */
  index: 'byList',
  list: 'list',
  listSort: 'listSort',
} as const;

/** The whole primary key of an item. */
export interface TableKey {
  readonly pk: string;
  readonly sk: string;
}

/** Items of one partition: all, or those between two sort keys, both included. */
export interface KeyRange {
  readonly pk: string;
  readonly within?: readonly [first: string, last: string];
}

/** Sorts after every time, number and separator that may follow a prefix. */
const LAST = '~';

/** ISO 8601 in UTC: as text in the order of time. */
export function timeOf(atMs: number): string {
  return new Date(atMs).toISOString();
}

/** With zeros in front: as text in the order of the numbers. */
export function padded(number: number, digits: number): string {
  return String(number).padStart(digits, '0');
}

function under(pk: string, prefix: string): KeyRange {
  return { pk, within: [`${prefix}#`, `${prefix}#${LAST}`] };
}

// --- a service: what is seen of it -----------------------------------------------------------------------------

const ofService = (serviceId: ServiceId) => `service#${serviceId}`;

/** What is kept of a service by time. */
type ServiceHistory = 'health' | 'anomaly' | 'change' | 'error';

/** The part of a watch that changes every minute, and the part that changes once an hour. */
export function watchKey(serviceId: ServiceId, part: 'minute' | 'hour'): TableKey {
  return { pk: ofService(serviceId), sk: `watch#${part}` };
}

export function watchRange(serviceId: ServiceId): KeyRange {
  return under(ofService(serviceId), 'watch');
}

/** One a minute: an anomaly is named by its service and minute, and so is a health record. */
export function minuteKey(history: 'health' | 'anomaly', serviceId: ServiceId, at: Instant): TableKey {
  return { pk: ofService(serviceId), sk: `${history}#${timeOf(at)}` };
}

/** A change that is told of twice has the same id, service and time. */
export function changeKey(serviceId: ServiceId, at: Instant, changeId: ChangeId): TableKey {
  return { pk: ofService(serviceId), sk: `change#${timeOf(at)}#${changeId}` };
}

/** Several deliveries may hold lines of one minute. */
export function errorMinuteKey(serviceId: ServiceId, at: Instant, deliveryId: string): TableKey {
  return { pk: ofService(serviceId), sk: `error#${timeOf(at)}#${deliveryId}` };
}

/** All that is kept of one kind. */
export function historyRange(history: ServiceHistory, serviceId: ServiceId): KeyRange {
  return under(ofService(serviceId), history);
}

/** `from <= at < to`; undefined when no moment is between, for DynamoDB refuses an empty range. */
export function historyPeriod(
  history: ServiceHistory,
  serviceId: ServiceId,
  { from, to }: { readonly from: Instant; readonly to: Instant },
): KeyRange | undefined {
  if (from >= to) return undefined;
  const within = [`${history}#${timeOf(from)}`, `${history}#${timeOf(to - 1)}${LAST}`] as const;
  return { pk: ofService(serviceId), within };
}

/** All poll states are read at every tick; sixteen partitions share that, and their writes. */
const POLL_SHARDS = [...'0123456789abcdef'];

/** In the partition that the first digit of the service's digest names. */
export function pollKey(serviceId: ServiceId): TableKey {
  return { pk: `polls#${digestOf(serviceId).slice(0, 1)}`, sk: serviceId };
}

export function pollRanges(): readonly KeyRange[] {
  return POLL_SHARDS.map((shard) => ({ pk: `polls#${shard}` }));
}

// --- an incident and its execution -----------------------------------------------------------------------------

const ofIncident = (incidentId: IncidentId) => `incident#${incidentId}`;
const ofExecution = (executionId: ExecutionId) => `execution#${executionId}`;

/** What there is one of for each incident; `counters` number what is in sequences. */
type IncidentPart = 'incident' | 'diagnosis' | 'outcome' | 'feedback' | 'counters';

export function incidentKey(incidentId: IncidentId, part: IncidentPart = 'incident'): TableKey {
  return { pk: ofIncident(incidentId), sk: part };
}

/** What is added to an incident again and again, in an order to be kept. */
export type IncidentSequence = 'timeline' | 'verification';

export function sequenceKey(incidentId: IncidentId, sequence: IncidentSequence, position: number): TableKey {
  return { pk: ofIncident(incidentId), sk: `${sequence}#${padded(position, 9)}` };
}

export function sequenceRange(incidentId: IncidentId, sequence: IncidentSequence): KeyRange {
  return under(ofIncident(incidentId), sequence);
}

/** By attempt and revision: the order in which plans are made. Undefined when the id has another shape. */
export function planKey(planId: PlanId): TableKey | undefined {
  const name = parsePlanId(planId);
  if (!name) return undefined;
  const sk = `plan#${padded(name.attempt, 3)}#${padded(name.revision, 6)}`;
  return { pk: ofExecution(name.executionId), sk };
}

/** More than the actions of any plan. */
const LAST_ACTION_INDEX = 999;

/** In the order of the acts: each attempt's actions, then their ways back, the last action first. */
export function captureKey(executionId: ExecutionId, step: string): TableKey {
  const { phase, attempt, actionIndex } = parseCaptureStep(step);
  const isApply = phase === 'apply';
  const order = isApply ? actionIndex : LAST_ACTION_INDEX - actionIndex;
  const sk = `capture#${padded(attempt, 3)}#${isApply ? 1 : 2}-${phase}#${padded(order, 3)}`;
  return { pk: ofExecution(executionId), sk };
}

export function executionRange(executionId: ExecutionId, kind: 'plan' | 'capture'): KeyRange {
  return under(ofExecution(executionId), kind);
}

export function approvalKey(approvalId: ApprovalId): TableKey {
  return { pk: `approval#${approvalId}`, sk: 'approval' };
}

/** Points from an incident to an approval, in the order of the questions. */
export function approvalOfIncidentKey({ incidentId, requestedAt, approvalId }: Approval): TableKey {
  return { pk: ofIncident(incidentId), sk: `approval#${timeOf(requestedAt)}#${approvalId}` };
}

export function approvalOfIncidentRange(incidentId: IncidentId): KeyRange {
  return under(ofIncident(incidentId), 'approval');
}

// --- pointers: lists that rules depend on, in the table itself, so that they are read consistently --------------

export function openIncidentKey({ openedAt, incidentId }: Incident): TableKey {
  return { pk: 'open-incidents', sk: `${timeOf(openedAt)}#${incidentId}` };
}

export function requestedApprovalKey({ requestedAt, approvalId }: Approval): TableKey {
  return { pk: 'requested-approvals', sk: `${timeOf(requestedAt)}#${approvalId}` };
}

export function heldLeaseKey(resourceId: ResourceId): TableKey {
  return { pk: 'held-leases', sk: resourceId };
}

export function pointerRange(list: 'open-incidents' | 'requested-approvals' | 'held-leases'): KeyRange {
  return { pk: list };
}

// --- the healer itself -----------------------------------------------------------------------------------------

export const BUDGET_KEY: TableKey = { pk: 'budget', sk: 'budget' };

export function leaseKey(resourceId: ResourceId): TableKey {
  return { pk: `lease#${resourceId}`, sk: 'lease' };
}

const TRACK_RECORDS = 'track-records';
export const TRACK_RECORD_RANGE: KeyRange = { pk: TRACK_RECORDS };

export function trackRecordKey({ strategy, failureType }: TrackRecord): TableKey {
  return { pk: TRACK_RECORDS, sk: `${strategy}#${failureType}` };
}

/** The strategy and failure type that a track record's key names, still to be validated. */
export function parseTrackRecordKey({ sk }: TableKey): { strategy: string; failureType: string } {
  const [strategy = '', failureType = ''] = sk.split('#');
  return { strategy, failureType };
}

export const AUDIT_HEAD_KEY: TableKey = { pk: 'audit-head', sk: 'audit-head' };

/** Entries of one partition: some ten megabytes. */
const AUDIT_BLOCK = 10_000;

/** What the partitions of audit entries begin with, and no others. */
export const AUDIT_PARTITIONS = 'audit#';

const auditBlock = (sequence: number) =>
  `${AUDIT_PARTITIONS}${padded(Math.floor(sequence / AUDIT_BLOCK), 9)}`;

export function auditEntryKey(sequence: number): TableKey {
  return { pk: auditBlock(sequence), sk: padded(sequence, 12) };
}

/** From an entry on to the end of its block. */
export function auditRange(from: number): KeyRange {
  return { pk: auditBlock(from), within: [padded(from, 12), LAST] };
}

export function isLastOfAuditBlock(sequence: number): boolean {
  return auditBlock(sequence) !== auditBlock(sequence + 1);
}

export function pulseKey(sign: 'tick' | 'model'): TableKey {
  return { pk: 'pulse', sk: sign };
}

export function receiptKey(receipt: string): TableKey {
  return { pk: `receipt#${receipt}`, sk: 'receipt' };
}
