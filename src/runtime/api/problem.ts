// A refusal of the API on its way out: always the same body, with a stable code and the status that belongs to it.

import type { Context } from 'hono';
import { API_ERRORS, type ApiErrorCode, type ErrorAnswer } from '#contracts/api/errors.ts';
import { HealerError } from '#domain/errors.ts';
import { type Result, refuse } from '#domain/result.ts';
import type { CommandRefusal } from '#runtime/api/deps.ts';

export interface Problem {
  readonly code: ApiErrorCode;
  readonly message: string;
  readonly remedy?: string;
}

/** The problem as a refusal, for handlers. */
export function problem(code: ApiErrorCode, message: string, remedy?: string): Result<never, Problem> {
  return refuse({ code, message, ...(remedy !== undefined && { remedy }) });
}

/** The answer to the caller. */
export function answerProblem(context: Context, { code, message, remedy }: Problem): Response {
  const body: ErrorAnswer = { error: { code, message, ...(remedy !== undefined && { remedy }) } };
  return context.json(body, API_ERRORS[code].status);
}

/** What a thrown error is to the caller. Faults of our own say nothing of their inside. */
export function problemOf(error: unknown): Problem {
  if (!(error instanceof HealerError)) {
    return {
      code: 'internal',
      message: 'The request could not be answered',
      remedy: 'See the log of Fleetmedic',
    };
  }
  switch (error.code) {
    case 'invalid-input':
      return { code: 'invalid-request', message: error.message };
    case 'not-found':
      return { code: 'not-found', message: error.message };
    case 'forbidden':
      return { code: 'not-an-approver', message: error.message };
    case 'conflict':
    case 'rejected':
      return { code: 'conflict', message: error.message };
    default:
      return { code: 'not-available', message: error.message, remedy: 'Try again in a moment' };
  }
}

/** The reasons by which use cases refuse a command, as codes of the API. */
const CODES_BY_REASON: Readonly<Record<CommandRefusal['reason'], ApiErrorCode>> = {
  'not-found': 'not-found',
  'unknown-service': 'not-found',
  'unknown-model': 'not-found',
  'not-an-approver': 'not-an-approver',
  'own-request': 'not-an-approver',
  'already-decided': 'already-decided',
  'already-voted': 'already-decided',
  'already-open': 'conflict',
  'not-a-challenger': 'conflict',
  'not-the-champion': 'conflict',
  'no-former-champion': 'conflict',
  mode: 'conflict',
  'plan-changed': 'plan-changed',
  expired: 'expired',
};

/** A use case's refusal as a problem. Its detail says what to do. */
export function problemOfRefusal({ reason, detail }: CommandRefusal): Problem {
  return { code: CODES_BY_REASON[reason], message: detail };
}
