// A typed client of the HTTP API. Whatever is at the other end - nothing, something else, a refusal - becomes one message
// with what to do next.

import * as z from 'zod/mini';
import { ENDPOINTS, type EndpointName } from '#contracts/api/endpoints.ts';
import { type ApiErrorCode, ErrorAnswer } from '#contracts/api/errors.ts';
import { API, type ApiAnswer, type ApiInput } from '#contracts/api.ts';
import { CliError, EXIT } from './exit-codes.ts';

export interface ApiClient {
  call<Name extends EndpointName>(name: Name, input: ApiInput<Name>): Promise<ApiAnswer<Name>>;
}

export interface ClientOptions {
  readonly url: string;
  readonly token: string | undefined;
  readonly fetch: (request: Request) => Promise<Response>;
}

/** Refusals by rule: the server works, and says no on purpose. */
const REFUSALS: ReadonlySet<ApiErrorCode> = new Set([
  'not-an-approver',
  'already-decided',
  'plan-changed',
  'expired',
  'conflict',
  'too-many-requests',
]);
/** A server of this machine answers within a second; a busy one across the world within ten. */
const ANSWER_MILLISECONDS = 10_000;

/** A client of the server at an address. Every failure is a CliError. */
export function makeClient(options: ClientOptions): ApiClient {
  return {
    async call(name, input) {
      const response = await send(options, buildRequest(options, name, input));
      const body = await readJson(options, response);
      if (!response.ok) throw refusalOf(options, response, body);
      return readAnswer(options, name, body);
    },
  };
}

function buildRequest({ url, token }: ClientOptions, name: EndpointName, input: object): Request {
  const { method, path } = ENDPOINTS[name];
  const rest = new Map(Object.entries(input).filter(([, value]) => value !== undefined));
  const filled = path.replaceAll(/\{(\w+)\}/g, (_, parameter: string) => {
    const value = String(rest.get(parameter));
    rest.delete(parameter);
    return encodeURIComponent(value);
  });
  const target = new URL(filled, url);
  if (method === 'GET') for (const [key, value] of rest) target.searchParams.set(key, String(value));
  return new Request(target, {
    method,
    headers: {
      accept: 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
      ...(method === 'POST' && { 'content-type': 'application/json' }),
    },
    ...(method === 'POST' && { body: JSON.stringify(Object.fromEntries(rest)) }),
    signal: AbortSignal.timeout(ANSWER_MILLISECONDS),
  });
}

async function send({ url, fetch }: ClientOptions, request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch (error) {
    if (error instanceof CliError) throw error;
    if (error instanceof Error && error.name === 'TimeoutError') {
      throw new CliError(
        `${url} did not answer within ${ANSWER_MILLISECONDS / 1000} s; try again, or look at its log.`,
      );
    }
    throw new CliError(
      `Nothing answers at ${url}. Start a server with \`medic start\`, or name another one with --url or MEDIC_URL.`,
    );
  }
}

async function readJson(options: ClientOptions, response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw stranger(options, `it answered ${response.status} without JSON`);
  }
}

function stranger({ url }: ClientOptions, detail: string): CliError {
  return new CliError(
    `What answers at ${url} is not Fleetmedic, or of another version: ${detail}. Check --url or MEDIC_URL.`,
  );
}

function readAnswer<Name extends EndpointName>(
  options: ClientOptions,
  name: Name,
  body: unknown,
): ApiAnswer<Name> {
  const schema: z.ZodMiniType = API[name].answer;
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw stranger(options, z.prettifyError(parsed.error).replaceAll('\n', '; '));
  return parsed.data as ApiAnswer<Name>;
}

function refusalOf(options: ClientOptions, response: Response, body: unknown): CliError {
  const parsed = ErrorAnswer.safeParse(body);
  if (!parsed.success) return stranger(options, `it answered ${response.status}`);
  const { code, message, remedy } = parsed.data.error;
  if (code === 'not-authenticated') {
    return new CliError(
      `${options.url} does not know the token. Give the one that \`medic start\` printed with --token or MEDIC_TOKEN, ` +
        'or name the folder of the server with --data.',
    );
  }
  const text = remedy === undefined ? `${message} (${code}).` : `${message} (${code}). ${remedy}.`;
  return new CliError(text, REFUSALS.has(code) ? EXIT.refused : EXIT.failure);
}
