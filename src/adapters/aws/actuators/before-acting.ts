// What an actuator has to look up before it can change anything.

import { RejectedError } from '#domain/errors.ts';

/** Runs a call that only reads: it changed nothing, however it failed. Throws a RejectedError with the cause. */
export async function beforeActing<Answer>(read: () => Promise<Answer>): Promise<Answer> {
  try {
    return await read();
  } catch (error) {
    throw new RejectedError(`Nothing was changed. ${String(error)}`, { cause: error });
  }
}
