// Every way the API may say no: a stable code, its HTTP status and what it means. Clients match the code, never the text.

import * as z from 'zod/mini';

export const API_ERRORS = {
  'invalid-request': {
    status: 400,
    means: 'A parameter, query or body field is missing or wrong; the message names it',
  },
  'not-authenticated': { status: 401, means: 'No token or session, or one that is not known' },
  'not-an-approver': { status: 403, means: 'The principal may not decide this approval' },
  'cross-site': {
    status: 403,
    means: 'A change was asked for by another site, or without the header of the console',
  },
  'not-found': { status: 404, means: 'There is nothing under the id' },
  'unknown-route': { status: 404, means: 'There is no such path' },
  'wrong-method': { status: 405, means: 'The path knows other methods; see the Allow header' },
  'already-decided': { status: 409, means: 'The approval is closed, or the principal has decided already' },
  'plan-changed': { status: 409, means: 'The decision names another plan than the one that is asked about' },
  expired: { status: 409, means: 'The time to decide has passed; nothing was done' },
  conflict: { status: 409, means: 'The state of things forbids it' },
  'body-too-large': { status: 413, means: 'The body is over the limit' },
  'not-json': { status: 415, means: 'The body is of another type than application/json' },
  'wrong-host': { status: 421, means: 'The Host header is not one that this server answers to' },
  'too-many-requests': { status: 429, means: 'The rate limit is used up; see the Retry-After header' },
  internal: { status: 500, means: 'A fault of Fleetmedic; the log has the details' },
  'not-available': { status: 503, means: 'A store or service that is needed does not answer; try again' },
} as const;

export type ApiErrorCode = keyof typeof API_ERRORS;

/** The body of every answer that is not a success. */
export const ErrorAnswer = z.object({
  error: z.object({
    code: z.enum(Object.keys(API_ERRORS) as ApiErrorCode[]),
    /** What was attempted, on which id. */
    message: z.string(),
    /** What to do next. */
    remedy: z.optional(z.string()),
  }),
});
export type ErrorAnswer = z.infer<typeof ErrorAnswer>;
