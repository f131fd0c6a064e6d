// The paths of the API as plain data, without schemas, so that the console's bundle stays small. The schemas of each
// endpoint stand under the same name in contracts/api.ts.

import type { ApiErrorCode } from '#contracts/api/errors.ts';

/** `approver`: the principal must be on the approver list, which is checked when the decision is made. */
export type ApiRole = 'viewer' | 'operator' | 'approver';

export interface Endpoint {
  readonly method: 'GET' | 'POST';
  /** With `{name}` for path parameters. */
  readonly path: `/v1/${string}`;
  readonly summary: string;
  readonly role: ApiRole;
  /** The codes it may answer with, besides those of every endpoint (COMMON_ERRORS). */
  readonly errors: readonly ApiErrorCode[];
}

/** What any endpoint may answer with. */
export const COMMON_ERRORS: readonly ApiErrorCode[] = [
  'invalid-request',
  'not-authenticated',
  'wrong-host',
  'too-many-requests',
  'internal',
  'not-available',
];

/** What any endpoint that changes something may answer with. */
export const CHANGE_ERRORS: readonly ApiErrorCode[] = ['cross-site', 'not-json', 'body-too-large'];

/** The header that tells a call of the console from one that another site made the browser send. */
export const CONSOLE_HEADER = 'x-fleetmedic-console';

function viewer(path: Endpoint['path'], summary: string, errors: readonly ApiErrorCode[] = []): Endpoint {
  return { method: 'GET', path, summary, role: 'viewer', errors };
}

export const ENDPOINTS = {
  health: viewer(
    '/v1/health',
    'Whether the healer itself is well: ticks, data, model, stop switch, recoveries',
  ),
  checkServices: viewer('/v1/check-services', 'How many services are in which state, and which are ill'),
  serviceStatus: viewer('/v1/service-status', 'State, score and key indicators of one or all services', [
    'not-found',
  ]),
  statistics: viewer('/v1/statistics', 'Availability, times to recover, ends, and success by strategy'),
  errorHistory: viewer('/v1/error-history', 'Anomalies and failed requests of one or all services', [
    'not-found',
  ]),
  recoveryHistory: viewer('/v1/recovery-history', 'Ended recoveries, newest first'),
  triggerHeal: {
    method: 'POST',
    path: '/v1/trigger-heal/{serviceId}',
    summary: 'Asks for a recovery of a service; guardrails, mode and approvals apply as always',
    role: 'operator',
    errors: ['not-found', 'conflict'],
  },
  listServices: viewer('/v1/services', 'All services, as the first screen shows them'),
  readService: viewer('/v1/services/{serviceId}', 'One service with its history, bands and changes', [
    'not-found',
  ]),
  listIncidents: viewer('/v1/incidents', 'Incidents: open ones first by severity, then the newest'),
  readIncident: viewer('/v1/incidents/{incidentId}', 'Everything that is known of one incident', [
    'not-found',
  ]),
  judgeIncident: {
    method: 'POST',
    path: '/v1/incidents/{incidentId}/feedback',
    summary: 'Says what an incident was worth: useful, a false alarm, or diagnosed wrongly',
    role: 'operator',
    errors: ['not-found'],
  },
  listApprovals: viewer('/v1/approvals', 'What waits for a decision, with plan and time left'),
  decideApproval: {
    method: 'POST',
    path: '/v1/approvals/{approvalId}/decision',
    summary: 'Approves or denies exactly the plan that was shown',
    role: 'approver',
    errors: ['not-found', 'not-an-approver', 'already-decided', 'plan-changed', 'expired', 'conflict'],
  },
  readMode: viewer('/v1/mode', 'How far Fleetmedic may go: globally, and with each service'),
  readStop: viewer('/v1/stop', 'The stop switch'),
  stopHealing: {
    method: 'POST',
    path: '/v1/stop',
    summary: 'Stops all healing, what runs included; needs the word "stop" typed',
    role: 'operator',
    errors: ['conflict'],
  },
  resumeHealing: {
    method: 'POST',
    path: '/v1/resume',
    summary: 'Allows healing again',
    role: 'operator',
    errors: ['conflict'],
  },
  readCapacity: viewer(
    '/v1/capacity',
    'Coming demand, the tasks that it needs, what they cost, and how far to trust that',
    ['not-found'],
  ),
  readPredictions: viewer('/v1/predictions', 'Failures ahead, and how earlier predictions turned out'),
  listModels: viewer('/v1/models', 'Every model with its versions, trial, drift and accuracy'),
  promoteModel: {
    method: 'POST',
    path: '/v1/models/{name}/promote',
    summary: 'Lets the challenger of a model decide from now on',
    role: 'operator',
    errors: ['not-found', 'conflict'],
  },
  takeBackModel: {
    method: 'POST',
    path: '/v1/models/{name}/take-back',
    summary: 'Lets the former champion of a model decide again, at once',
    role: 'operator',
    errors: ['not-found', 'conflict'],
  },
  listPatterns: viewer(
    '/v1/patterns',
    'What incidents have in common, and which services move together: as found last',
  ),
  readAudit: viewer(
    '/v1/audit',
    'The audit log by pages; with format=ndjson the rest of it as lines of JSON',
  ),
  events: viewer('/v1/events', 'Server-sent events: something has changed, and what to read again'),
} as const satisfies Record<string, Endpoint>;

export type EndpointName = keyof typeof ENDPOINTS;
