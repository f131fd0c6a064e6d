// The one small tree of exceptions. The class names are what state machines match and the codes what callers show, so
// both are stable. Expected refusals are values (result.ts), not exceptions.

/** The stable code of every error, by class name. */
export const ERROR_CODES = {
  InvalidInputError: 'invalid-input',
  NotFoundError: 'not-found',
  ConflictError: 'conflict',
  RetryableError: 'retryable',
  RejectedError: 'rejected',
  DependencyError: 'dependency',
  ForbiddenError: 'forbidden',
  CorruptDatabaseError: 'corrupt-database',
} as const;

export type ErrorName = keyof typeof ERROR_CODES;
export type ErrorCode = (typeof ERROR_CODES)[ErrorName];

/** Base of all errors that Fleetmedic raises. The message says what was attempted, on which id, and what to do next. */
export abstract class HealerError extends Error {
  abstract override readonly name: ErrorName;

  get code(): ErrorCode {
    return ERROR_CODES[this.name];
  }
}

/** The caller sent something that cannot be read: never worth a retry. */
export class InvalidInputError extends HealerError {
  override readonly name = 'InvalidInputError';
}

/** There is nothing under the id. */
export class NotFoundError extends HealerError {
  override readonly name = 'NotFoundError';
}

/** A condition failed; `existing` is what is there already. */
export class ConflictError extends HealerError {
  override readonly name = 'ConflictError';
  readonly existing: unknown;

  constructor(message: string, existing: unknown) {
    super(message);
    this.existing = existing;
  }
}

/** The same call may succeed later. */
export class RetryableError extends HealerError {
  override readonly name = 'RetryableError';
}

/** The service said no and surely changed nothing: safe to try something else. */
export class RejectedError extends HealerError {
  override readonly name = 'RejectedError';
}

/** Something outside failed; whether it changed anything is unknown. */
export class DependencyError extends HealerError {
  override readonly name = 'DependencyError';
}

/** The caller may not do this. */
export class ForbiddenError extends HealerError {
  override readonly name = 'ForbiddenError';
}

/** The embedded database cannot be read; it is refused, never overwritten. */
export class CorruptDatabaseError extends HealerError {
  override readonly name = 'CorruptDatabaseError';
}
