// "Which models judge here, and how well": every model with its versions, its trial, its drift and its months.

import type { ModelRegistry } from '#application/ports/learning.ts';
import type { Clock } from '#application/ports/telemetry.ts';
import type { ModelsAnswer } from '#contracts/api/model-views.ts';

export interface ListModelsDeps {
  readonly clock: Clock;
  readonly models: ModelRegistry;
}

/** All registered models, by name. */
export async function listModels({ clock, models }: ListModelsDeps): Promise<ModelsAnswer> {
  return { now: clock.now(), models: await models.list() };
}
