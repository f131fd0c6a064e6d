// The endpoints that take and give JSON: each is a use case between its two schemas, as a step of a state machine is.

import * as z from 'zod/mini';
import { listApprovals, viewApproval } from '#application/views/list-approvals.ts';
import { listModels } from '#application/views/list-models.ts';
import { listPatterns } from '#application/views/list-patterns.ts';
import { checkServices, listServices } from '#application/views/list-services.ts';
import { readCapacity } from '#application/views/read-capacity.ts';
import { readErrorHistory, readRecoveryHistory } from '#application/views/read-histories.ts';
import { listIncidents, readIncident } from '#application/views/read-incidents.ts';
import { readPredictions } from '#application/views/read-predictions.ts';
import { readMode, readPulse, readStop } from '#application/views/read-pulse.ts';
import { readService } from '#application/views/read-service.ts';
import { readStatistics } from '#application/views/read-statistics.ts';
import type { EndpointName } from '#contracts/api/endpoints.ts';
import type { LiveEvent } from '#contracts/api/healer-views.ts';
import { type ApiAnswer, type ApiRequest, contractOf } from '#contracts/api.ts';
import { ok, type Result, refuse } from '#domain/result.ts';
import type { ApiDeps } from '#runtime/api/deps.ts';
import { type Problem, problem, problemOfRefusal } from '#runtime/api/problem.ts';
import '#contracts/messages.ts';

/** What a handler is given besides the request. */
export interface CallContext {
  readonly deps: ApiDeps;
  /** Who asks. */
  readonly by: string;
  readonly tell: (event: LiveEvent) => void;
}

export interface JsonRoute {
  readonly name: EndpointName;
  /** Checks the request, carries it out, checks the answer. */
  readonly answer: (call: CallContext, input: unknown) => Promise<Result<unknown, Problem>>;
}

function route<Name extends EndpointName>(
  name: Name,
  handle: (call: CallContext, request: ApiRequest<Name>) => Promise<Result<ApiAnswer<Name>, Problem>>,
): JsonRoute {
  const { request, answer } = contractOf(name);
  return {
    name,
    answer: async (call, input) => {
      const parsed = z.safeParse(request, input);
      if (!parsed.success) return problem('invalid-request', describeIssues(parsed.error));
      const result = await handle(call, parsed.data);
      return result.ok ? ok(z.parse(answer, result.value)) : result;
    },
  };
}

/** Each problem with the field that has it. */
function describeIssues({ issues }: z.core.$ZodError): string {
  return issues.map(({ path, message }) => `${path.join('.') || 'request'}: ${message}`).join('; ');
}

function found<Answer>(answer: Answer | undefined, what: string): Result<Answer, Problem> {
  return answer === undefined ? problem('not-found', `There is no ${what}`) : ok(answer);
}

/** All JSON endpoints but the audit log, which can also be streamed, and the event stream. */
export const JSON_ROUTES: readonly JsonRoute[] = [
  route('health', async ({ deps }) => ok(await readPulse(deps))),
  route('checkServices', async ({ deps }) => ok(await checkServices(deps))),
  route('serviceStatus', async ({ deps }, { service }) => {
    const answer = await listServices(deps, service);
    return found(answer.services.length > 0 ? answer : undefined, `service ${service}`);
  }),
  route('statistics', async ({ deps }, request) => ok(await readStatistics(deps, request))),
  route('errorHistory', async ({ deps }, request) =>
    found(await readErrorHistory(deps, request), `service ${request.service}`),
  ),
  route('recoveryHistory', async ({ deps }, request) => ok(await readRecoveryHistory(deps, request))),
  route('triggerHeal', requestRecovery),
  route('listServices', async ({ deps }) => ok(await listServices(deps))),
  route('readService', async ({ deps }, request) =>
    found(await readService(deps, request), `service ${request.serviceId}`),
  ),
  route('listIncidents', async ({ deps }, request) => ok(await listIncidents(deps, request))),
  route('readIncident', async ({ deps }, { incidentId }) =>
    found(await readIncident(deps, incidentId), `incident ${incidentId}`),
  ),
  route('judgeIncident', async ({ deps, by }, judgement) => {
    const judged = await deps.commands.judgeIncident({ ...judgement, by });
    if (!judged.ok) return refuse(problemOfRefusal(judged.refusal));
    return ok({ now: deps.clock.now(), feedback: judged.value });
  }),
  route('listApprovals', async ({ deps }) => ok(await listApprovals(deps))),
  route('decideApproval', decideApproval),
  route('readCapacity', async ({ deps }, { service }) => {
    const answer = await readCapacity(deps, service);
    const isUnknown = service !== undefined && answer.services.length === 0;
    return found(isUnknown ? undefined : answer, `service ${service} that requests are counted of`);
  }),
  route('readPredictions', async ({ deps }, request) => ok(await readPredictions(deps, request))),
  route('listModels', async ({ deps }) => ok(await listModels(deps))),
  route('listPatterns', async ({ deps }) => ok(await listPatterns(deps))),
  route('promoteModel', ({ deps, by }, change) =>
    showModel(deps, deps.commands.promoteModel({ ...change, by })),
  ),
  route('takeBackModel', ({ deps, by }, change) =>
    showModel(deps, deps.commands.takeBackModel({ ...change, by })),
  ),
  route('readMode', async ({ deps }) => ok(await readMode(deps))),
  route('readStop', async ({ deps }) => ok(await readStop(deps))),
  route('stopHealing', async ({ deps, by, tell }, { reason }) => {
    await deps.commands.stopHealing({ by, reason });
    tell({ type: 'stop-changed', at: deps.clock.now() });
    return ok(await readStop(deps));
  }),
  route('resumeHealing', async ({ deps, by, tell }, { reason }) => {
    await deps.commands.resumeHealing({ by, reason });
    tell({ type: 'stop-changed', at: deps.clock.now() });
    return ok(await readStop(deps));
  }),
];

/** One page of the audit log. */
export const AUDIT_ROUTE: JsonRoute = route('readAudit', async ({ deps }, { from, limit }) => {
  const [entries, latest] = await Promise.all([deps.audit.read(from, limit), deps.audit.latest()]);
  const last = entries.at(-1);
  const isFull = entries.length === limit;
  const newest = latest?.sequence ?? 0;
  return ok({ now: deps.clock.now(), entries, newest, ...(isFull && last && { next: last.sequence + 1 }) });
});

async function showModel(
  { clock }: ApiDeps,
  changing: ReturnType<ApiDeps['commands']['promoteModel']>,
): Promise<Result<ApiAnswer<'promoteModel'>, Problem>> {
  const changed = await changing;
  if (!changed.ok) return refuse(problemOfRefusal(changed.refusal));
  return ok({ now: clock.now(), model: changed.value });
}

async function requestRecovery(
  { deps, by }: CallContext,
  request: ApiRequest<'triggerHeal'>,
): Promise<Result<ApiAnswer<'triggerHeal'>, Problem>> {
  const result = await deps.commands.requestRecovery({ ...request, by });
  if (!result.ok) return refuse(problemOfRefusal(result.refusal));
  return ok({ now: deps.clock.now(), incidentId: result.value.incidentId });
}

async function decideApproval(
  { deps, by, tell }: CallContext,
  decision: ApiRequest<'decideApproval'>,
): Promise<Result<ApiAnswer<'decideApproval'>, Problem>> {
  const result = await deps.commands.answerApproval({ ...decision, by });
  if (!result.ok) return refuse(problemOfRefusal(result.refusal));
  const approval = await deps.approvals.find(decision.approvalId);
  if (!approval) return problem('not-found', `There is no approval ${decision.approvalId}`);
  const now = deps.clock.now();
  tell({
    type: 'approval-changed',
    at: now,
    approvalId: approval.approvalId,
    incidentId: approval.incidentId,
  });
  return ok({ now, approval: viewApproval(approval) });
}
