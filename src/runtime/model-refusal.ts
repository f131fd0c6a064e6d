// A model that must not be used is an answer, not an accident: whoever asks for it goes on without, and says so.

import { ModelRefusedError } from '#application/ports/trained-model.ts';
import { ok, type Result, refuse } from '#domain/result.ts';

/** What was loaded, or why it is refused. Any other failure is thrown. */
export async function loadedOrRefused<Model>(load: () => Promise<Model>): Promise<Result<Model, string>> {
  try {
    return ok(await load());
  } catch (error) {
    if (error instanceof ModelRefusedError) return refuse(error.message);
    throw error;
  }
}
