// At start: what was loaded meets what is registered. The champion of the registry goes on deciding when its file is at
// hand; a version that is new passes the quality gate and is tried in shadow, or is refused and says why (M107).

import {
  candidateOf,
  HEALER,
  type ModelLifeDeps,
  type RoleNews,
  recordRole,
} from '#application/models/registered.ts';
import type { ModelInfo } from '#application/ports/trained-model.ts';
import { winRace } from '#application/recovery/win-race.ts';
import { challengerOf, championOf, findVersion, type ModelRecord } from '#domain/model/model.ts';
import { passGate } from '#domain/model/quality-gate.ts';
import {
  enterChallenger,
  newRecord,
  type RoleChange,
  refuseVersion,
  replaceChampion,
  retireChallenger,
} from '#domain/model/roles.ts';

/** The versions of one model that this process has loaded. */
export interface LoadedVersions {
  /** The one that came with Fleetmedic. */
  readonly shipped: ModelInfo;
  /** Another version of the same model, put beside it by a person. */
  readonly rival: ModelInfo | undefined;
}

/** Brings the registry up to date with what is loaded, and returns the model's record. */
export async function registerModels(deps: ModelLifeDeps, loaded: LoadedVersions): Promise<ModelRecord> {
  const { name } = loaded.shipped;
  return winRace(`the record of model ${name}`, async () => {
    const seen = await deps.models.find(name);
    const news: RoleNews[] = [];
    const next = meet(seen, loaded, { at: deps.clock.now(), note: (each) => news.push({ ...each, name }) });
    if (next === seen) return { value: seen };
    if (!(await deps.models.replace(next, seen))) return undefined;
    for (const each of news) await recordRole(deps, each);
    return { value: next };
  });
}

interface Meeting {
  readonly at: RoleChange['at'];
  note(news: Omit<RoleNews, 'name'>): void;
}

function meet(
  seen: ModelRecord | undefined,
  { shipped, rival }: LoadedVersions,
  meeting: Meeting,
): ModelRecord {
  const withChampion = seen ? keepChampion(seen, { shipped, rival }, meeting) : welcome(shipped, meeting);
  return rival ? meetRival(withChampion, rival, meeting) : dismissAbsent(withChampion, meeting);
}

function welcome(shipped: ModelInfo, { at }: Meeting): ModelRecord {
  return newRecord(shipped.name, candidateOf(shipped), {
    at,
    by: HEALER,
    reason: 'it came with Fleetmedic',
  });
}

/** A champion whose file is gone cannot decide: the shipped version takes its place. */
function keepChampion(
  record: ModelRecord,
  { shipped, rival }: LoadedVersions,
  { at, note }: Meeting,
): ModelRecord {
  const champion = championOf(record)?.hash;
  if (champion === shipped.hash || champion === rival?.hash) return record;
  const change = { at, by: HEALER, reason: 'the file of the former champion is not at hand' };
  note({ ...change, event: 'model-registered', hash: shipped.hash });
  return replaceChampion(record, candidateOf(shipped), change);
}

/** A version that is known keeps its role; a new one is judged once. */
function meetRival(record: ModelRecord, rival: ModelInfo, { at, note }: Meeting): ModelRecord {
  const champion = championOf(record);
  if (findVersion(record, rival.hash) || !champion) return record;
  const passed = passGate(candidateOf(rival), champion);
  if (!passed.ok) {
    const change = { at, by: HEALER, reason: passed.refusal.detail };
    note({ ...change, event: 'model-refused', hash: rival.hash });
    return refuseVersion(record, candidateOf(rival), change);
  }
  const change = { at, by: HEALER, reason: 'it passed the quality gate' };
  note({ ...change, event: 'model-registered', hash: rival.hash });
  return enterChallenger(record, passed.value, change);
}

/** A challenger that is not loaded is not tried. */
function dismissAbsent(record: ModelRecord, { at, note }: Meeting): ModelRecord {
  const challenger = challengerOf(record);
  if (!challenger) return record;
  const change = { at, by: HEALER, reason: 'its file is not at hand' };
  note({ ...change, event: 'model-retired', hash: challenger.hash });
  return retireChallenger(record, change);
}
