// Wraps a use case as an endpoint of the HTTP API, in the shape that Lambda delivers (payload format 2.0).

import * as z from 'zod/mini';
import type { Unbound } from '#runtime/step.ts';
import '#contracts/messages.ts';

const HttpEvent = z.object({
  headers: z.record(z.string(), z.optional(z.string())),
  body: z.optional(z.string()),
  isBase64Encoded: z._default(z.boolean(), false),
});

export interface HttpRequest {
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string | undefined>>;
  /** Exactly as received: signatures are made over it. */
  readonly rawBody: string;
}

export interface HttpAnswer {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
}

/** The endpoint; `run` answers with a status and, where there is something to say, a JSON body. */
export function httpEndpoint<Deps>(
  run: (deps: Deps, request: HttpRequest) => Promise<{ readonly status: number; readonly body?: object }>,
): Unbound<Deps, HttpAnswer> {
  return (deps) => async (event) => {
    const { headers, body = '', isBase64Encoded } = z.parse(HttpEvent, event);
    const rawBody = isBase64Encoded ? Buffer.from(body, 'base64').toString('utf8') : body;
    const answer = await run(deps, { headers, rawBody });
    return {
      statusCode: answer.status,
      headers: { 'content-type': 'application/json' },
      body: answer.body ? JSON.stringify(answer.body) : '',
    };
  };
}
