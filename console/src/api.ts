// The console's way to the API: every call is typed by the contract, every refusal is an ApiProblem.

import { CONSOLE_HEADER, ENDPOINTS, type Endpoint, type EndpointName } from '#contracts/api/endpoints.ts';
import type { ErrorAnswer } from '#contracts/api/errors.ts';
import type { ApiAnswer, ApiInput } from '#contracts/api.ts';

/** Why a call failed. `offline`: no answer came at all. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: ErrorAnswer['error']['code'] | 'offline';
  readonly remedy: string | undefined;

  constructor(code: ApiProblem['code'], message: string, remedy?: string) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }
}

/** Calls an endpoint. Throws ApiProblem. */
export async function callApi<Name extends EndpointName>(
  name: Name,
  input: ApiInput<Name>,
): Promise<ApiAnswer<Name>> {
  const response = await send(ENDPOINTS[name], { ...input }).catch(() => {
    throw new ApiProblem('offline', 'Fleetmedic does not answer');
  });
  if (response.ok) return response.json();
  const problem: ErrorAnswer | undefined = await response.json().catch(() => undefined);
  if (!problem) throw new ApiProblem('internal', `Fleetmedic answered with status ${response.status}`);
  throw new ApiProblem(problem.error.code, problem.error.message, problem.error.remedy);
}

/** Where the whole audit log can be had. */
export const AUDIT_EXPORT = `${ENDPOINTS.readAudit.path}?format=ndjson`;
export const EVENT_STREAM = ENDPOINTS.events.path;

function send({ method, path }: Endpoint, input: Record<string, unknown>): Promise<Response> {
  const rest = { ...input };
  const address = path.replaceAll(/\{(\w+)\}/g, (_whole, field: string) => {
    const value = String(rest[field]);
    delete rest[field];
    return encodeURIComponent(value);
  });
  if (method === 'POST') {
    const headers = { 'content-type': 'application/json', [CONSOLE_HEADER]: '1' };
    return fetch(address, { method, headers, body: JSON.stringify(rest) });
  }
  const given = Object.entries(rest).filter(([, value]) => value !== undefined);
  const query = new URLSearchParams(given.map(([field, value]) => [field, String(value)]));
  return fetch(given.length > 0 ? `${address}?${query}` : address);
}
