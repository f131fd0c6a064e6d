// The one place where the environment of the process is read.

import * as z from 'zod/mini';
import '#contracts/messages.ts';
import { InvalidInputError } from '#domain/errors.ts';

/** The variables of this process. */
export function readEnvironment(): Readonly<Record<string, string | undefined>> {
  return process.env;
}

/** The variables that a function needs. Throws InvalidInputError naming each that is missing. */
export function requireEnvironment<Variables>(schema: z.ZodMiniType<Variables>): Variables {
  const parsed = z.safeParse(schema, readEnvironment());
  if (parsed.success) return parsed.data;
  throw new InvalidInputError(
    `The function lacks environment variables; deploy it with cdk: ${z.prettifyError(parsed.error)}`,
  );
}
