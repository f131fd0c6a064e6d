// The contract of the HTTP API: what each endpoint takes and gives. The server checks both ends by it, the OpenAPI file
// is written from it, and the console takes its types from it. Paths and errors: contracts/api/endpoints.ts.

import * as z from 'zod/mini';
import { CapacityAnswer } from '#contracts/api/capacity-views.ts';
import type { EndpointName } from '#contracts/api/endpoints.ts';
import { AuditAnswer, LiveEvent, ModeAnswer, PulseAnswer, StopAnswer } from '#contracts/api/healer-views.ts';
import {
  ApprovalsAnswer,
  DecisionAnswer,
  IncidentDetailAnswer,
  IncidentsAnswer,
  RecoveryHistoryAnswer,
  StatisticsAnswer,
  TriggerAnswer,
} from '#contracts/api/incident-views.ts';
import { FeedbackAnswer, ModelAnswer, ModelsAnswer } from '#contracts/api/model-views.ts';
import { PatternsAnswer } from '#contracts/api/pattern-views.ts';
import { PredictionsAnswer } from '#contracts/api/prediction-views.ts';
import {
  CheckServicesAnswer,
  ErrorHistoryAnswer,
  ServiceDetailAnswer,
  ServicesAnswer,
} from '#contracts/api/service-views.ts';
import { FeedbackVerdict } from '#domain/feedback/feedback.ts';
import { ApprovalId, IncidentId, ServiceId } from '#domain/ids.ts';
import { StrategyName } from '#domain/plan/plan.ts';

/** The longest sentence a person may leave as a reason. */
const REASON_CHARACTERS = 500;
/** One page of the audit log. */
const PAGE_ENTRIES = 200;

const nothing = z.strictObject({});
const reason = z.string().check(z.trim(), z.minLength(1), z.maxLength(REASON_CHARACTERS));

/** A version of a model, and why it is to get another role. */
const roleChange = z.strictObject({
  name: z.string().check(z.minLength(1)),
  hash: z.string().check(z.minLength(1)),
  reason,
});

/** Hours to look back: at least one, at most a month. */
const hours = (byDefault: number, most = 744) =>
  z._default(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(most)), byDefault);
/** More than two days of minutes cannot be told apart on a chart. */
const CHART_HOURS = 48;

/**
 * What each endpoint takes (path parameters, then query of a GET or body of a POST, as one object) and gives. Unknown
 * fields are refused on the way in and dropped on the way out.
 */
export const API = {
  health: { request: nothing, answer: PulseAnswer },
  checkServices: { request: nothing, answer: CheckServicesAnswer },
  serviceStatus: { request: z.strictObject({ service: z.optional(ServiceId) }), answer: ServicesAnswer },
  statistics: { request: z.strictObject({ hours: hours(24) }), answer: StatisticsAnswer },
  errorHistory: {
    request: z.strictObject({ service: z.optional(ServiceId), hours: hours(24) }),
    answer: ErrorHistoryAnswer,
  },
  recoveryHistory: { request: z.strictObject({ hours: hours(168) }), answer: RecoveryHistoryAnswer },
  triggerHeal: {
    request: z.strictObject({
      serviceId: ServiceId,
      /** Left to the plan when absent. */
      strategy: z.optional(StrategyName),
      reason: z.optional(reason),
    }),
    answer: TriggerAnswer,
  },
  listServices: { request: nothing, answer: ServicesAnswer },
  readService: {
    request: z.strictObject({ serviceId: ServiceId, hours: hours(3, CHART_HOURS) }),
    answer: ServiceDetailAnswer,
  },
  listIncidents: { request: z.strictObject({ hours: hours(168) }), answer: IncidentsAnswer },
  readIncident: { request: z.strictObject({ incidentId: IncidentId }), answer: IncidentDetailAnswer },
  judgeIncident: {
    request: z.strictObject({
      incidentId: IncidentId,
      verdict: FeedbackVerdict,
      /** In a sentence, for the record. */
      note: z.optional(reason),
    }),
    answer: FeedbackAnswer,
  },
  listApprovals: { request: nothing, answer: ApprovalsAnswer },
  decideApproval: {
    request: z.strictObject({
      approvalId: ApprovalId,
      verdict: z.enum(['approve', 'deny']),
      /** The hash of the plan that was shown; a decision on any other is refused (I4). */
      planHash: z.string().check(z.minLength(1)),
      reason: z.optional(reason),
    }),
    answer: DecisionAnswer,
  },
  readMode: { request: nothing, answer: ModeAnswer },
  readStop: { request: nothing, answer: StopAnswer },
  stopHealing: { request: z.strictObject({ confirm: z.literal('stop'), reason }), answer: StopAnswer },
  resumeHealing: { request: z.strictObject({ reason }), answer: StopAnswer },
  readCapacity: { request: z.strictObject({ service: z.optional(ServiceId) }), answer: CapacityAnswer },
  readPredictions: { request: z.strictObject({ hours: hours(168) }), answer: PredictionsAnswer },
  listModels: { request: nothing, answer: ModelsAnswer },
  promoteModel: { request: roleChange, answer: ModelAnswer },
  takeBackModel: { request: roleChange, answer: ModelAnswer },
  listPatterns: { request: nothing, answer: PatternsAnswer },
  readAudit: {
    request: z.strictObject({
      /** Sequence number to begin with; entries are numbered from 1. */
      from: z._default(z.coerce.number().check(z.int(), z.minimum(1)), 1),
      limit: z._default(
        z.coerce.number().check(z.int(), z.minimum(1), z.maximum(PAGE_ENTRIES)),
        PAGE_ENTRIES,
      ),
      format: z._default(z.enum(['json', 'ndjson']), 'json'),
    }),
    answer: AuditAnswer,
  },
  events: { request: nothing, answer: LiveEvent },
} as const satisfies Record<
  EndpointName,
  { readonly request: z.ZodMiniType; readonly answer: z.ZodMiniType }
>;

/** What a caller gives; fields with defaults may be left out. */
export type ApiInput<Name extends EndpointName> = z.input<(typeof API)[Name]['request']>;
/** What a handler gets. */
export type ApiRequest<Name extends EndpointName> = z.output<(typeof API)[Name]['request']>;
export type ApiAnswer<Name extends EndpointName> = z.output<(typeof API)[Name]['answer']>;

/** Both ends of one endpoint, typed by its name. */
export function contractOf<Name extends EndpointName>(
  name: Name,
): { readonly request: z.ZodMiniType<ApiRequest<Name>>; readonly answer: z.ZodMiniType<ApiAnswer<Name>> } {
  const { request, answer } = API[name];
  return {
    request: request as unknown as z.ZodMiniType<ApiRequest<Name>>,
    answer: answer as unknown as z.ZodMiniType<ApiAnswer<Name>>,
  };
}
