// What an error of an AWS service means for the caller: whether the call surely changed nothing, may succeed later, or
// left it open what it did. When in doubt it is open: an unknown result counts as mutated (I7).

import {
  DependencyError,
  ForbiddenError,
  HealerError,
  RejectedError,
  RetryableError,
} from '#domain/errors.ts';

/** What is certain after a failed call. */
export type Fate = 'forbidden' | 'rejected' | 'throttled' | 'unknown';

const FORBIDDEN = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'ExpiredTokenException',
  'ExpiredToken',
  'CredentialsProviderError',
]);
const THROTTLED = new Set([
  'Throttling',
  'ThrottlingException',
  'ThrottledException',
  'TooManyRequestsException',
  'RequestLimitExceeded',
  'ProvisionedThroughputExceededException',
  'LimitExceededException',
  'SlowDown',
  // SSM: another change of the parameter was under way.
  'TooManyUpdates',
]);
/** Client errors that a service can also send for a call it has begun to carry out. */
const AMBIGUOUS = new Set(['RequestTimeout', 'RequestTimeoutException', 'RequestExpired']);

interface ServiceError {
  readonly name: string;
  readonly message: string;
  readonly $metadata?: { readonly httpStatusCode?: number };
}

function isServiceError(error: unknown): error is ServiceError {
  return error instanceof Error;
}

/** Whether the service answered with one of these errors. */
export function isAnyOf(error: unknown, names: readonly string[]): boolean {
  return isServiceError(error) && names.includes(error.name);
}

/** What is certain after this error of the SDK. */
export function fateOf(error: unknown): Fate {
  if (!isServiceError(error)) return 'unknown';
  const status = error.$metadata?.httpStatusCode;
  if (FORBIDDEN.has(error.name)) return 'forbidden';
  if (THROTTLED.has(error.name) || status === 429) return 'throttled';
  if (AMBIGUOUS.has(error.name)) return 'unknown';
  return status !== undefined && status >= 400 && status < 500 ? 'rejected' : 'unknown';
}

/** Our error for theirs; one of ours stays. `attempt` says what was tried on which id: "describe ecs-service/shop/checkout". */
export function translateError(error: unknown, attempt: string): HealerError {
  if (error instanceof HealerError) return error;
  const detail = isServiceError(error) ? `${error.name}: ${error.message}` : String(error);
  switch (fateOf(error)) {
    case 'forbidden':
      return new ForbiddenError(
        `Could not ${attempt}: AWS refused it (${detail}); \`medic doctor\` shows which permission is missing`,
      );
    case 'rejected':
      return new RejectedError(`Could not ${attempt}: AWS refused it and nothing was changed (${detail})`);
    case 'throttled':
      return new RetryableError(`Could not ${attempt} now: AWS is throttling (${detail}); it is tried again`);
    case 'unknown':
      return new DependencyError(`Could not ${attempt}, and what it did is unknown (${detail})`);
  }
}

/** Runs a call to AWS and translates what it throws. */
export async function calling<Answer>(attempt: string, call: () => Promise<Answer>): Promise<Answer> {
  try {
    return await call();
  } catch (error) {
    throw translateError(error, attempt);
  }
}
