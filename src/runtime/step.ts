// Wraps a use case as one step of a state machine or of a schedule: checks what comes in and what goes out. A composition
// root binds it to its adapters; nothing else belongs here or in a handler.

import * as z from 'zod/mini';
import { InvalidInputError } from '#domain/errors.ts';
import '#contracts/messages.ts';

/** A handler without its adapters: bound by the local runtime, or by the entry that the Lambda bundle gets. */
export type Unbound<Deps, Output> = (deps: Deps) => (event: unknown) => Promise<Output>;

export interface StepContract<Input, Output> {
  readonly name: string;
  readonly input: z.ZodMiniType<Input>;
  readonly output: z.ZodMiniType<Output>;
}

/** A use case whose input and output are checked. Throws InvalidInputError for an event it cannot read. */
export function step<Deps, Input, Output>(
  { name, input, output }: StepContract<Input, Output>,
  run: (deps: Deps, input: Input) => Promise<Output>,
): Unbound<Deps, Output> {
  return (deps) => async (event) => {
    const parsed = z.safeParse(input, event);
    if (!parsed.success)
      throw new InvalidInputError(`${name} got an input it cannot read: ${z.prettifyError(parsed.error)}`);
    return z.parse(output, await run(deps, parsed.data));
  };
}
