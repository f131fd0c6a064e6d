// What people may do with a model: let its challenger decide, or take the one that decides back. Both are at once, both
// need a reason, both are on the audit log.

import { type ModelLifeDeps, recordRole } from '#application/models/registered.ts';
import { winRace } from '#application/recovery/win-race.ts';
import type { ModelRecord } from '#domain/model/model.ts';
import { promote, type RoleRefusal, takeBack } from '#domain/model/roles.ts';
import { type Result, refuse } from '#domain/result.ts';

export interface ChampionRequest {
  readonly name: string;
  readonly hash: string;
  readonly by: string;
  readonly reason: string;
}

/** Lets a challenger decide from now on. */
export function promoteModel(
  deps: ModelLifeDeps,
  request: ChampionRequest,
): Promise<Result<ModelRecord, RoleRefusal>> {
  return change(deps, request, { move: promote, event: 'model-promoted' });
}

/** Lets the former champion decide again. */
export function takeBackModel(
  deps: ModelLifeDeps,
  request: ChampionRequest,
): Promise<Result<ModelRecord, RoleRefusal>> {
  return change(deps, request, { move: takeBack, event: 'model-taken-back' });
}

interface Move {
  readonly move: typeof promote;
  readonly event: 'model-promoted' | 'model-taken-back';
}

async function change(
  deps: ModelLifeDeps,
  { name, hash, by, reason }: ChampionRequest,
  { move, event }: Move,
): Promise<Result<ModelRecord, RoleRefusal>> {
  const at = deps.clock.now();
  const moved = await winRace<Result<ModelRecord, RoleRefusal>>(`the record of model ${name}`, async () => {
    const seen = await deps.models.find(name);
    if (!seen) {
      const detail = `No model ${name} is registered`;
      return { value: refuse({ reason: 'unknown-model', detail }) };
    }
    const next = move(seen, hash, { at, by, reason });
    return !next.ok || (await deps.models.replace(next.value, seen)) ? { value: next } : undefined;
  });
  if (moved.ok) await recordRole(deps, { event, name, hash, at, by, reason });
  return moved;
}
