// The API of a deployment, behind the gateway: whoever IAM lets through is the caller, under the ARN that IAM gives. Only
// what reads, and what people say of incidents and models; decisions and the stop switch have doors of their own.

import { randomUUID } from 'node:crypto';
import * as z from 'zod/mini';
import { judgeIncident } from '#application/judge-incident.ts';
import { promoteModel, takeBackModel } from '#application/models/change-champion.ts';
import { ForbiddenError } from '#domain/errors.ts';
import { type Api, makeApi } from '#runtime/api/app.ts';
import type { ApiCommands, ApiDeps } from '#runtime/api/deps.ts';
import type { HttpAnswer } from '#runtime/http.ts';
import type { Unbound } from '#runtime/step.ts';
import '#contracts/messages.ts';

/** As much of what the gateway hands on (payload format 2.0) as is read. */
const GatewayRequest = z.object({
  rawPath: z.string(),
  rawQueryString: z._default(z.string(), ''),
  headers: z.record(z.string(), z.optional(z.string())),
  body: z.optional(z.string()),
  isBase64Encoded: z._default(z.boolean(), false),
  requestContext: z.object({
    domainName: z.string(),
    http: z.object({ method: z.string() }),
    /** Written by the gateway after IAM has let the caller through. */
    authorizer: z.object({ iam: z.object({ userArn: z.string().check(z.minLength(1)) }) }),
  }),
});
type GatewayRequest = z.infer<typeof GatewayRequest>;

export type ServeCallerDeps = Omit<ApiDeps, 'commands' | 'feed' | 'operator' | 'wallClock' | 'allowedHosts'>;

/** Nobody waits at the end of a function for events. */
const NO_FEED = { subscribe: () => () => undefined };

/** The endpoint; one API for each caller, so that rate limits are theirs. */
export const serveCaller: Unbound<ServeCallerDeps, HttpAnswer> = (deps) => {
  const token = randomUUID();
  const apis = new Map<string, Api>();
  return async (event) => {
    const request = z.parse(GatewayRequest, event);
    const { userArn } = request.requestContext.authorizer.iam;
    const api = apis.get(userArn) ?? apiOf(deps, request, token);
    apis.set(userArn, api);
    const response = await api.fetch(toRequest(request, token));
    return {
      statusCode: response.status,
      headers: Object.fromEntries(response.headers),
      body: await response.text(),
    };
  };
};

function apiOf(deps: ServeCallerDeps, { requestContext }: GatewayRequest, token: string): Api {
  return makeApi({
    ...deps,
    commands: commandsOf(deps),
    feed: NO_FEED,
    operator: { token, principal: requestContext.authorizer.iam.userArn },
    wallClock: deps.clock.now,
    allowedHosts: [requestContext.domainName],
  });
}

/** What the caller signed with is between them and IAM: behind the gateway the API knows one token, made here. */
function toRequest(request: GatewayRequest, token: string): Request {
  const { rawPath, rawQueryString, body, isBase64Encoded, requestContext } = request;
  const url = new URL(`https://${requestContext.domainName}${rawPath}`);
  url.search = rawQueryString;
  const headers = new Headers({ authorization: `Bearer ${token}` });
  const type = request.headers['content-type'];
  if (type !== undefined) headers.set('content-type', type);
  return new Request(url, {
    method: requestContext.http.method,
    headers,
    ...(body !== undefined && { body: isBase64Encoded ? Buffer.from(body, 'base64') : body }),
  });
}

function commandsOf(deps: ServeCallerDeps): ApiCommands {
  return {
    judgeIncident: (request) => judgeIncident(deps, request),
    promoteModel: (request) => promoteModel(deps, request),
    takeBackModel: (request) => takeBackModel(deps, request),
    answerApproval: notHere,
    requestRecovery: notHere,
    stopHealing: notHere,
    resumeHealing: notHere,
  };
}

/** This function has no rights over recoveries and none over the stop switch. */
async function notHere(): Promise<never> {
  throw new ForbiddenError(
    'It is not done here: approvals are answered in Slack, healing is stopped by the parameter /fleetmedic/stop-switch',
  );
}
