// The OpenAPI 3 description of the API, made from the same list and schemas that the server runs on.

import * as z from 'zod/mini';
import {
  CHANGE_ERRORS,
  COMMON_ERRORS,
  ENDPOINTS,
  type Endpoint,
  type EndpointName,
} from '#contracts/api/endpoints.ts';
import { API_ERRORS, type ApiErrorCode, ErrorAnswer } from '#contracts/api/errors.ts';
import { API } from '#contracts/api.ts';
import { Anomaly } from '#domain/anomaly/anomaly.ts';
import { AuditEntry } from '#domain/audit/audit.ts';
import { Capture } from '#domain/capture/capture.ts';
import { Change } from '#domain/change/change.ts';
import { Diagnosis } from '#domain/diagnosis/diagnosis.ts';
import { Feedback } from '#domain/feedback/feedback.ts';
import { Incident } from '#domain/incident/incident.ts';
import { ModelRecord } from '#domain/model/model.ts';
import { Outcome } from '#domain/outcome/outcome.ts';
import { Plan } from '#domain/plan/plan.ts';
import { Verification } from '#domain/verification/verification.ts';

/** Nouns that several answers share, by the names that they get in the document. */
const NOUNS = {
  Anomaly,
  AuditEntry,
  Capture,
  Change,
  Diagnosis,
  ErrorAnswer,
  Feedback,
  Incident,
  ModelRecord,
  Outcome,
  Plan,
  Verification,
} as const;

interface JsonSchema {
  readonly properties?: Record<string, object>;
  readonly required?: readonly string[];
  readonly [keyword: string]: unknown;
}

/** The whole document; the same for the same code. */
export function describeApi(version: string): object {
  const names = Object.keys(ENDPOINTS) as EndpointName[];
  const paths: Record<string, Record<string, object>> = {};
  for (const name of names) {
    const endpoint: Endpoint = ENDPOINTS[name];
    paths[endpoint.path] = {
      ...paths[endpoint.path],
      [endpoint.method.toLowerCase()]: describeEndpoint(name, endpoint),
    };
  }
  return {
    openapi: '3.0.3',
    info: {
      title: 'Fleetmedic',
      version,
      description: 'Times are milliseconds since the Unix epoch, in the time of the fleet that is watched.',
    },
    security: [{ token: [] }],
    paths,
    components: {
      schemas: describeSchemas(names),
      securitySchemes: { token: { type: 'http', scheme: 'bearer' } },
    },
  };
}

function describeEndpoint(name: EndpointName, endpoint: Endpoint): object {
  return {
    operationId: name,
    summary: endpoint.summary,
    description: `Role: ${endpoint.role}.`,
    ...describeRequest(name, endpoint),
    responses: { '200': describeSuccess(name), ...describeErrors(endpoint) },
  };
}

/** Fields named in the path are its parameters; the others are the query of a GET, or the body of a POST. */
function describeRequest(name: EndpointName, { method, path }: Endpoint): object {
  const target = { target: 'openapi-3.0', io: 'input' } as const;
  const { properties = {}, required = [] } = z.toJSONSchema(API[name].request, target) as JsonSchema;
  const fields = Object.entries(properties).map(([field, schema]) => ({
    name: field,
    in: path.includes(`{${field}}`) ? 'path' : 'query',
    ...(required.includes(field) && { required: true }),
    schema,
  }));
  const inPath = fields.filter((field) => field.in === 'path');
  if (method === 'GET') return fields.length > 0 ? { parameters: fields } : {};
  const inBody = fields.filter((field) => field.in !== 'path');
  const needed = inBody.filter((field) => field.required).map((field) => field.name);
  const schema = {
    type: 'object',
    properties: Object.fromEntries(inBody.map((field) => [field.name, field.schema])),
    // OpenAPI 3.0 forbids an empty list.
    ...(needed.length > 0 && { required: needed }),
    additionalProperties: false,
  };
  const requestBody = { required: true, content: { 'application/json': { schema } } };
  return { ...(inPath.length > 0 && { parameters: inPath }), requestBody };
}

function describeSuccess(name: EndpointName): object {
  const schema = { $ref: refTo(answerName(name)) };
  const type = name === 'events' ? 'text/event-stream' : 'application/json';
  return { description: 'Success', content: { [type]: { schema } } };
}

/** One response for each status, which names the codes that it stands for. */
function describeErrors({ method, errors }: Endpoint): Record<string, object> {
  const codes = [...COMMON_ERRORS, ...(method === 'POST' ? CHANGE_ERRORS : []), ...errors];
  const byStatus = Map.groupBy(codes, (code: ApiErrorCode) => API_ERRORS[code].status);
  const described = [...byStatus].map(([status, own]) => [
    String(status),
    {
      description: own.map((code) => `\`${code}\`: ${API_ERRORS[code].means}.`).join(' '),
      content: { 'application/json': { schema: { $ref: refTo('ErrorAnswer') } } },
    },
  ]);
  return Object.fromEntries(described);
}

function describeSchemas(names: readonly EndpointName[]): object {
  const registry = z.registry<{ id: string }>();
  for (const [id, schema] of Object.entries(NOUNS)) registry.add(schema, { id });
  const answers = new Map<z.core.$ZodType, string>();
  for (const name of names)
    if (!answers.has(API[name].answer)) answers.set(API[name].answer, answerName(name));
  for (const [schema, id] of answers) registry.add(schema, { id });
  const { schemas } = z.toJSONSchema(registry, { target: 'openapi-3.0', io: 'output', uri: refTo });
  return Object.fromEntries(
    Object.entries(schemas).map(([id, { $id: _id, $schema: _schema, ...schema }]) => [id, schema]),
  );
}

/** Endpoints with the same answer share its name: that of the first of them. */
function answerName(name: EndpointName): string {
  const names = Object.keys(API) as EndpointName[];
  const first = names.find((other) => API[other].answer === API[name].answer) ?? name;
  return `${first.charAt(0).toUpperCase()}${first.slice(1)}Answer`;
}

function refTo(id: string): string {
  return `#/components/schemas/${id}`;
}
