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
import { type ModelCandidate, passGate } from '#domain/model/quality-gate.ts';
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

function meet(seen: ModelRecord | undefined, loaded: LoadedVersions, meeting: Meeting): ModelRecord {
  const { shipped, rival } = loaded;
  const registered = seen && championOf(seen);
  const isHere = registered?.hash === shipped.hash || (rival && registered?.hash === rival.hash);
  const champion = registered && isHere ? registered : candidateOf(shipped);
  const record = seen && isHere ? seen : crown(seen, shipped, meeting);
  return rival ? meetRival(record, { champion, rival }, meeting) : dismissAbsent(record, meeting);
}

/** The shipped version decides: nobody does yet, or the file of the one who did is gone. */
function crown(seen: ModelRecord | undefined, shipped: ModelInfo, { at, note }: Meeting): ModelRecord {
  const candidate = candidateOf(shipped);
  const by = HEALER;
  if (!seen) return newRecord(shipped.name, candidate, { at, by, reason: 'it came with Fleetmedic' });
  const change = { at, by, reason: 'the file of the former champion is not at hand' };
  note({ ...change, event: 'model-registered', hash: shipped.hash });
  return replaceChampion(seen, candidate, change);
}

interface RivalMeeting {
  readonly champion: ModelCandidate;
  readonly rival: ModelInfo;
}

/** A version that is known keeps its role; a new one is judged once. */
function meetRival(
  record: ModelRecord,
  { champion, rival }: RivalMeeting,
  { at, note }: Meeting,
): ModelRecord {
  if (findVersion(record, rival.hash)) return record;
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
